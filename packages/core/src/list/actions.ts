import type { Engine } from '../engine-contract.js'
import { SharedServiceError } from '../errors/scope-errors.js'
import type { Lifecycle } from '../lifecycle/lifecycle.js'
import { SERVICE } from '../protocol.js'
import { failureOf } from '../scope/verdict.js'
import { stopInOrder, withLiveDependants } from '../scope/stop-order.js'
import type { Scope } from '../scope/scope.js'
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

/**
 * Parallel tests must never stop each other's services by accident.
 *
 * @throws {SharedServiceError} if one of them, or a living service that needs one, is used by, or belongs to, another test
 */
export function refuseShared(engine: Engine, lifecycles: readonly Lifecycle[], verb: string): void {
  const own = engine.currentScope()
  for (const lifecycle of withLiveDependants(lifecycles)) {
    const others = new Set(lifecycle.users)
    const owner = lifecycle.host.scope as Scope
    if (own !== undefined && !isWithin(own, owner) && !isWithin(owner, own)) others.add(owner)
    if (own !== undefined) others.delete(own)
    if (lifecycle.isLive && others.size > 0) {
      throw new SharedServiceError(
        lifecycle.name,
        [...others].map((user) => `"${user.name}"`),
        verb,
      )
    }
  }
}

/** Whether a scope is another, or inside of it. */
function isWithin(inner: Scope, outer: Scope): boolean {
  for (let scope: Scope | undefined = inner; scope !== undefined; scope = scope.parent) if (scope === outer) return true
  return false
}
