import type { Engine } from '../engine-contract.ts'
import { SharedServiceError } from '../errors/scope-errors.ts'
import { CleanupRefusedError } from '../errors/stop-errors.ts'
import type { Member } from '../scope/member.ts'
import { neverStarted } from '../lifecycle/outcome.ts'
import { located } from '../lifecycle/records.ts'
import { checkCall, trueOrFalse } from '../options-check.ts'
import { protocolOf, type ServiceProtocol } from '../protocol.ts'
import { connectLateProperties, membersWithin } from '../scope/late-properties.ts'
import { errorsOf, failureOf } from '../scope/verdict.ts'
import { withLiveDependants } from '../scope/member.ts'
import { stopInOrder } from '../scope/stop-order.ts'
import type { Scope } from '../scope/scope.ts'
import type { Service, StopOptions } from '../service/service.ts'
import { refuseSelfCleanup, refuseSelfStop, whileAwaited } from './self-stop.ts'

/**
 * Stops or kills services and, before them, everything that needs them.
 *
 * @throws {SelfStopError} {@link SharedServiceError} before anything is done; see {@link planStop}
 * @throws what went wrong while stopping: the error itself, or an AggregateError of several
 */
export async function stopServices(
  engine: Engine,
  services: Iterable<Service>,
  verb: 'stop' | 'kill',
  options: StopOptions,
): Promise<void> {
  await beginStop(engine, services, verb, options).ended
}

/**
 * The same for a caller that may not await it: what goes wrong while stopping is in the verdict, so it is never an unhandled
 * rejection besides.
 *
 * @throws what {@link stopServices} refuses, at once
 */
export function beginStop(
  engine: Engine,
  services: Iterable<Service>,
  verb: 'stop' | 'kill',
  options: StopOptions,
): { readonly ended: Promise<void> } {
  checkCall(verb, options, { shared: trueOrFalse })
  const lifecycles = planStop(engine, services, verb, options.shared === true)
  const ended = stopAll(engine, lifecycles, verb)
  ended.catch(() => {
    // It is in the verdict.
  })
  return { ended }
}

async function stopAll(engine: Engine, lifecycles: readonly Member[], verb: 'stop' | 'kill'): Promise<void> {
  const stopped = stopInOrder(lifecycles, { kill: verb === 'kill' })
  const ended = await whileAwaited(engine.asker(), lifecycles, stopped)
  const failure = failureOf(ended.flatMap(errorsOf))
  if (failure !== undefined) throw failure
}

/**
 * Runs the clean-up of services that are over, of each one once.
 *
 * @throws {CleanupRefusedError} before anything is done, if one of them is not over
 * @throws {SelfStopError} before anything is done, if the clean-up of one of them asks for it
 * @throws what went wrong in those that ran: the error itself, or an AggregateError of several
 */
export async function cleanUpServices(engine: Engine, services: Iterable<Service>): Promise<void> {
  const lifecycles = lifecyclesOf(services)
  for (const lifecycle of lifecycles) {
    const { name, state } = lifecycle
    if (lifecycle.isLive) throw located(new CleanupRefusedError(name, state), lifecycle)
  }
  const asker = engine.asker()
  const due = lifecycles.filter((lifecycle) => lifecycle.holdsNeeds)
  refuseSelfCleanup(asker, due)
  const cleanedUp = Promise.all(due.map((lifecycle) => lifecycle.cleanUp.run()))
  const failed = await whileAwaited(asker, due, cleanedUp)
  const failure = failureOf(failed.filter((error) => error !== undefined))
  if (failure !== undefined) throw failure
}

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
