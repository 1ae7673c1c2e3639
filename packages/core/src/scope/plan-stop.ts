import type { Engine } from '../engine-contract.ts'
import { SharedServiceError } from '../errors/scope-errors.ts'
import { neverStarted } from '../lifecycle/outcome.ts'
import { protocolOf, type ServiceProtocol } from '../protocol.ts'
import type { Service } from '../service/service.ts'
import { connectLateProperties, membersWithin } from './late-properties.ts'
import { withLiveDependants, type Member } from './member.ts'
import type { Scope } from './scope.ts'
import { refuseSelfStop } from './self-stop.ts'

/**
 * What is to be stopped, when nothing speaks against it; the edges that came about since the services started are known then.
 * A service that no scope has taken yet is called off: it never starts.
 *
 * @throws {SelfStopError} if the service that asks for it would have to be over before
 * @throws {SharedServiceError} if one of them is used by others, unless that is allowed
 */
export function planStop(engine: Engine, services: Iterable<Service>, verb: string, isShared: boolean): Member[] {
  const all = [...services]
  const lifecycles = lifecyclesOf(all)
  for (const scope of new Set(lifecycles.map(({ scope }) => scope))) {
    connectLateProperties(membersWithin(scope))
  }
  refuseSelfStop(engine.asker(), lifecycles, verb)
  if (!isShared) refuseShared(engine, lifecycles, verb)
  for (const service of all) callOff(protocolOf(service))
  return lifecycles
}

/** The lifecycles of services; one that no scope has taken yet has nothing to stop. */
export function lifecyclesOf(services: Iterable<Service>): Member[] {
  return [...services].map((service) => protocolOf(service).lifecycle).filter((lifecycle) => lifecycle !== undefined)
}

/**
 * Parallel tests must never stop each other's services by accident.
 *
 * @throws {SharedServiceError} if one of them, or a living service that needs one, is used by, or belongs to, another test
 */
function refuseShared(engine: Engine, lifecycles: readonly Member[], verb: string): void {
  const own = engine.currentScope()
  for (const lifecycle of withLiveDependants(lifecycles)) {
    const others = new Set(lifecycle.users)
    const owner = lifecycle.scope
    // Only who holds a stack reaches its services; `stack.stop()` is not refused either.
    if (owner.hostsWider) others.delete(owner)
    else if (own === undefined ? isOneOfSeveralTests(engine, owner) : !isWithin(own, owner) && !isWithin(owner, own)) {
      others.add(owner)
    }
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

/** Whether other tests run beside that one: code that belongs to none of them cannot be of it. */
function isOneOfSeveralTests(engine: Engine, owner: Scope): boolean {
  if (owner.kind !== 'test') return false
  for (const scope of engine.scopes) if (scope !== owner && scope.kind === 'test' && !scope.isClosing) return true
  return false
}

/** Whether a scope is another, or inside of it. */
function isWithin(inner: Scope, outer: Scope): boolean {
  for (let scope: Scope | undefined = inner; scope !== undefined; scope = scope.parent) if (scope === outer) return true
  return false
}

function callOff(protocol: ServiceProtocol): void {
  if (protocol.lifecycle === undefined) protocol.calledOff ??= neverStarted
}
