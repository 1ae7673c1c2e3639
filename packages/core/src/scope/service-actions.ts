import type { Engine } from '../engine-contract.ts'
import { CleanupRefusedError } from '../errors/stop-errors.ts'
import { located } from '../lifecycle/records.ts'
import { checkCall, trueOrFalse } from '../options/options-check.ts'
import type { Service, StopOptions } from '../service/service.ts'
import { graduallyStop, type GradualStopOptions, type GradualVerb } from './gradual-stop.ts'
import type { Member } from './member.ts'
import { lifecyclesOf, planStop } from './plan-stop.ts'
import { refuseSelfCleanup, whileAwaited } from './self-stop.ts'
import { stopInOrder } from './stop-order.ts'
import { errorsOf, failureOf } from './verdict.ts'

/** What is done to services from outside of a scope: by their own methods, and by lists. */
export interface ServiceActions {
  /**
   * Stops or kills services and, before them, everything that needs them.
   *
   * @returns a promise that rejects with what went wrong while stopping: the error itself, or an AggregateError of several. It is in
   * the verdict too, so it is never an unhandled rejection besides
   * @throws {SelfStopError} {@link SharedServiceError} at once, before anything is done; see {@link planStop}
   */
  stop(services: Iterable<Service>, verb: 'stop' | 'kill', options: StopOptions): Promise<void>
  /** Stops services in the order of the graph and of their priorities, within a limit for all of them. Throws as `stop` does. */
  graduallyStop(services: readonly Service[], options: GradualStopOptions, verb: GradualVerb): Promise<void>
  /**
   * Runs the clean-up of services that are over, of each one once.
   *
   * @throws {CleanupRefusedError} before anything is done, if one of them is not over
   * @throws {SelfStopError} before anything is done, if the clean-up of one of them asks for it
   * @throws what went wrong in those that ran: the error itself, or an AggregateError of several
   */
  cleanUp(services: Iterable<Service>): Promise<void>
}

/** The actions of an engine: every copy of this package acts through the engine of its realm. */
export function serviceActions(engine: Engine): ServiceActions {
  return {
    stop: (services, verb, options) => stopServices(engine, services, verb, options),
    graduallyStop: (services, options, verb) => graduallyStop(engine, services, options, verb),
    cleanUp: (services) => cleanUpServices(engine, services),
  }
}

function stopServices(
  engine: Engine,
  services: Iterable<Service>,
  verb: 'stop' | 'kill',
  options: StopOptions,
): Promise<void> {
  checkCall(verb, options, { shared: trueOrFalse })
  const ended = stopAll(engine, planStop(engine, services, verb, options.shared === true), verb)
  ended.catch(() => {
    // It is in the verdict.
  })
  return ended
}

async function stopAll(engine: Engine, lifecycles: readonly Member[], verb: 'stop' | 'kill'): Promise<void> {
  const stopped = stopInOrder(lifecycles, { kill: verb === 'kill' })
  const ended = await whileAwaited(engine.asker(), lifecycles, stopped)
  const failure = failureOf(ended.flatMap(errorsOf))
  if (failure !== undefined) throw failure
}

async function cleanUpServices(engine: Engine, services: Iterable<Service>): Promise<void> {
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
