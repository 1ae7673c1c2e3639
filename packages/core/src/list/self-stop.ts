import { SelfStopError, type ChainLink } from '../errors/self-stop-error.js'
import { pathBetween } from '../graph/path.js'
import type { Lifecycle } from '../lifecycle/lifecycle.js'
import { giveUp } from '../scope/connect.js'

/**
 * A stop is over when everything that needs the service is: a service that asks for the stop of what it needs, of its node or
 * of itself would wait for its own end.
 *
 * What it asked for, started or first held at run time it may stop: it needs that no more.
 *
 * @throws {SelfStopError} with the way from the one to the other
 */
export function refuseSelfStop(asker: Lifecycle | undefined, targets: readonly Lifecycle[], verb: string): void {
  if (asker?.isLive !== true) return
  const isGivenUp = (dependency: Lifecycle): boolean =>
    asker.needs.get(dependency) === 'runtime' && targets.includes(dependency)
  for (const target of targets) {
    const chain = pathBetween(asker, target, function* (here) {
      // What is over does not have to be waited for, whatever it needed.
      if (here.isLive) for (const need of here.needs.keys()) if (here !== asker || !isGivenUp(need)) yield need
    })
    if (chain !== undefined) throw new SelfStopError(verb, chain.map(linkOf))
  }
  for (const dependency of targets) if (isGivenUp(dependency)) giveUp(asker, dependency)
}

function linkOf(lifecycle: Lifecycle, index: number, chain: readonly Lifecycle[]): ChainLink {
  const next = chain[index + 1]
  return { name: lifecycle.name, runtime: lifecycle.protocol.kind, need: next && lifecycle.needs.get(next) }
}
