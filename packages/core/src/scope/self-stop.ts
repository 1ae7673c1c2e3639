import { SelfStopError, type ChainLink } from '../errors/self-stop-error.ts'
import { pathBetween } from '../graph/path.ts'
import { isActing } from '../lifecycle/is-acting.ts'
import type { Member } from './member.ts'

/**
 * A stop is over when everything that needs the service is: a service that asks for the stop of what it needs, of its node or
 * of itself would wait for its own end. So would its clean-up: until it has run, what the service needs stays for it.
 *
 * What it asked for, started or first held at run time it may stop: it needs that no more.
 *
 * @throws {SelfStopError} with the way from the one to the other
 */
export function refuseSelfStop(asker: Member | undefined, targets: readonly Member[], verb: string): void {
  if (asker === undefined || !isActing(asker)) return
  const isGivenUp = (dependency: Member): boolean =>
    asker.needs.get(dependency) === 'runtime' && targets.includes(dependency)
  for (const target of targets) {
    const chain = pathBetween(asker, target, function* (here) {
      // A service that is over and cleaned up holds nothing up, whatever it needed.
      if (here.holdsNeeds) for (const need of here.needs.keys()) if (here !== asker || !isGivenUp(need)) yield need
      yield* awaitersOf(here)
    })
    if (chain !== undefined) throw selfStop(asker, verb, chain)
  }
  for (const dependency of targets) if (isGivenUp(dependency)) asker.giveUp(dependency)
}

/**
 * A clean-up that asks for itself would wait for its own end; so would one that asks for a clean-up that waits for it already.
 *
 * @throws {SelfStopError} with the way from the one to the other
 */
export function refuseSelfCleanup(asker: Member | undefined, targets: readonly Member[]): void {
  if (asker === undefined || !isActing(asker)) return
  for (const target of targets) {
    const chain = pathBetween(asker, target, function* (here) {
      // The clean-up of a service waits only for what its code awaits, and not for the services that need it.
      if (here.holdsNeeds) for (const need of here.needs.keys()) if (need !== target) yield need
      yield* awaitersOf(here)
    })
    if (chain !== undefined) throw selfStop(asker, 'cleanup', chain)
  }
}

/** Whether one of those ends waits, through what the code of other services awaits, for the end of the service that asks for them. */
export function waitsInCircle(asker: Member, ends: readonly Member[]): boolean {
  return ends.some(
    (end) =>
      pathBetween(asker, end, function* (here) {
        for (const need of here.needs.keys()) if (need.isDoomed) yield need
        yield* awaitersOf(here)
      }) !== undefined,
  )
}

/** Notes that the code of a service waits for the end or the clean-up of others, until the promise has settled. */
export async function whileAwaited<T>(
  asker: Member | undefined,
  targets: readonly Member[],
  awaited: Promise<T>,
): Promise<T> {
  if (asker === undefined) return awaited
  const wait = { asker }
  for (const target of targets) target.awaitedBy.add(wait)
  try {
    return await awaited
  } finally {
    for (const target of targets) target.awaitedBy.delete(wait)
  }
}

/** The services whose code waits for the end of this one. */
function* awaitersOf(lifecycle: Member): Generator<Member> {
  for (const { asker } of lifecycle.awaitedBy) if (isActing(asker)) yield asker
}

function selfStop(asker: Member, verb: string, chain: readonly Member[]): SelfStopError {
  return new SelfStopError(verb, chain.map(linkOf), asker.isLive ? 'body' : 'clean-up')
}

function linkOf(lifecycle: Member, index: number, chain: readonly Member[]): ChainLink {
  const next = chain[index + 1]
  const { name, needs, protocol } = lifecycle
  return { name, endAlone: protocol.traits.endAlone?.(name), need: next && (needs.get(next) ?? 'awaited') }
}
