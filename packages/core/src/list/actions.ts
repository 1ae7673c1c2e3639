import type { Engine } from '../engine-contract.js'
import { SharedServiceError } from '../errors/scope-errors.js'
import type { Lifecycle } from '../lifecycle/lifecycle.js'
import { SERVICE } from '../protocol.js'
import { failureOf } from '../scope/verdict.js'
import { stopInOrder, withLiveDependants } from '../scope/stop-order.js'
import type { Service, StopOptions } from '../service/service.js'

/**
 * Stops or kills services and, before them, everything that needs them.
 *
 * @throws {SharedServiceError} before anything is done, if one of them is used by others and `shared` is not set
 * @throws what went wrong while stopping: the error itself, or an AggregateError of several
 */
export async function stopServices(
  engine: Engine,
  services: Iterable<Service>,
  verb: 'stop' | 'kill',
  options: StopOptions,
): Promise<void> {
  const lifecycles = lifecyclesOf(services)
  if (options.shared !== true) refuseShared(engine, lifecycles, verb)
  const ended = await stopInOrder(lifecycles, { kill: verb === 'kill' })
  const failure = failureOf(ended.flatMap((lifecycle) => lifecycle.outcome?.errors ?? []))
  if (failure !== undefined) throw failure
}

/** The lifecycles of services; one that no scope has taken yet has nothing to stop. */
export function lifecyclesOf(services: Iterable<Service>): Lifecycle[] {
  return [...services].map((service) => service[SERVICE].lifecycle).filter((lifecycle) => lifecycle !== undefined)
}

/** Parallel tests must never stop each other's services by accident. */
function refuseShared(engine: Engine, lifecycles: readonly Lifecycle[], verb: string): void {
  const own = engine.currentScope()
  for (const lifecycle of withLiveDependants(lifecycles)) {
    const others = [...lifecycle.users].filter((user) => user !== own)
    if (others.length > 0)
      throw new SharedServiceError(
        lifecycle.name,
        others.map((user) => `"${user.name}"`),
        verb,
      )
  }
}
