import type { Engine } from '../engine-contract.ts'
import { ScopeStopTimeoutError } from '../errors/scope-errors.ts'
import { checkCall, milliseconds, trueOrFalse } from '../options/options-check.ts'
import { survivor } from './messages.ts'
import { errorsOf, failureOf } from './verdict.ts'
import { stopInOrder } from './stop-order.ts'
import type { Service } from '../service/service.ts'
import { planStop } from './plan-stop.ts'
import { whileAwaited } from './self-stop.ts'

/** Options of `graduallyStop`. */
export interface GradualStopOptions {
  /** For all of them together, in milliseconds; then what is left is killed and named. @default no limit besides their own */
  readonly timeoutMs?: number | undefined
  /** Also when other tests use them; their dependants stop first. @default false */
  readonly shared?: boolean | undefined
}

/** The method of a list that asks for it, for messages. */
export type GradualVerb = 'graduallyStop' | 'graduallyStopAndCleanup'

/** See {@link ServiceActions.graduallyStop}. */
export async function graduallyStop(
  engine: Engine,
  services: readonly Service[],
  options: GradualStopOptions,
  verb: GradualVerb,
): Promise<void> {
  checkCall(verb, options, { timeoutMs: milliseconds, shared: trueOrFalse })
  const { timeoutMs = Infinity, shared = false } = options
  const lifecycles = planStop(engine, services, verb, shared)
  const errors: Error[] = []
  const force = new AbortController()
  const timer = engine.clock.after(timeoutMs, () => {
    const survivors = lifecycles.filter((lifecycle) => lifecycle.isLive || lifecycle.cleanUp.isRunning).map(survivor)
    const message =
      `The services did not stop within ${timeoutMs} ms; the rest was killed: ${survivors.join(', ')}.\n` +
      `  To change  timeoutMs of graduallyStop() (ms)`
    errors.push(new ScopeStopTimeoutError(message, { limitMs: timeoutMs, survivors }))
    force.abort()
  })
  try {
    const stopped = stopInOrder(lifecycles, {
      total: { by: 'list-limit', limitMs: timeoutMs, passed: force.signal },
      usePriorities: true,
    })
    const ended = await whileAwaited(engine.asker(), lifecycles, stopped)
    for (const lifecycle of ended) errors.push(...errorsOf(lifecycle))
  } finally {
    timer.cancel()
  }
  const failure = failureOf(errors)
  if (failure !== undefined) throw failure
}
