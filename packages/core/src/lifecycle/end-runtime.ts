import { KilledError, LeftAliveError, StopFailedError, UncleanStopError } from '../errors/stop-errors.ts'
import type { Clock } from '@curfew/protocol'
import type { KilledPart, Runtime, RuntimeEnd } from '../runtime/runtime.ts'
import { type Deadline, deadline, within } from './deadline.ts'
import type { Force } from './lifecycle-scope.ts'
import type { Lifecycle } from './lifecycle.ts'
import { leftBehindError } from './left-behind.ts'
import * as messages from './messages.ts'
import type { EndedHow, ForcedBy, Outcome } from './outcome.ts'
import { attempt, settled } from './settled.ts'

/** What brought a runtime to its end: a stop, a start that failed, or its own exit. */
export type EndCause = 'stop' | 'fail' | 'exit'

/** How a runtime was ended, and what went wrong. */
export interface RuntimeEnding extends Pick<Outcome, 'forcedBy' | 'gone' | 'left' | 'suspects' | 'killed'> {
  readonly errors: readonly Error[]
}

/** The ending of a service that got no runtime. */
export const nothingToEnd: RuntimeEnding = {
  forcedBy: undefined,
  gone: true,
  left: [],
  suspects: [],
  killed: [],
  errors: [],
}

const linesInErrors = 20
/** What a runtime that ended by itself may take for its rest beyond the stop limit: whoever ends it has limits of its own. */
const restTimeoutMs = 10_000

/** Asks, waits, kills, and waits until nothing is left. Never rejects: what went wrong is in the result. */
export async function endRuntime(
  lifecycle: Lifecycle,
  runtime: Runtime,
  cause: EndCause,
  forced: Promise<Force>,
): Promise<RuntimeEnding> {
  const { clock, limits } = lifecycle.scope
  const errors: Error[] = []
  const force = await askToEnd(lifecycle, runtime, cause, forced, errors)
  const forcedBy = force?.by
  if (forcedBy !== undefined) {
    const killed = Promise.race([settled(attempt(() => runtime.kill())), runtime.gone.then(() => undefined)])
    const failed = await within(clock, orderTimeoutMs(lifecycle, runtime) + limits.killTimeoutMs, killed, undefined)
    if (failed !== undefined) errors.push(stopFailed(lifecycle, failed))
  }
  const end = await within(clock, forcedBy === undefined ? Infinity : limits.killTimeoutMs, runtime.gone, undefined)
  const killed = (end?.killed ?? []).map(({ what }) => what)
  if (end?.gone !== true) {
    const left = end?.left ?? [runtime.describe()]
    errors.push(new LeftAliveError(lifecycle.name, messages.leftAlive(lifecycle, left), left))
    return { forcedBy, gone: false, left, suspects: end?.suspects ?? [], killed, errors }
  }
  // Whoever runs it keeps the limit as well, and may have been the first to see it pass.
  const outlived = end.killed?.some(({ wasAsked }) => wasAsked) === true
  const by = force ?? (outlived ? { by: 'limit' as const, limitMs: lifecycle.stopTimeoutMs } : undefined)
  if (by?.limitMs !== undefined) await reportKill(lifecycle, by.by, by.limitMs, end.killed ?? [], errors)
  await judgeStop(lifecycle, runtime, cause, by?.by, errors)
  if (by === undefined) await judgeRest(lifecycle, runtime, end, errors)
  for (const suspect of end.suspects) lifecycle.warn(messages.suspect(lifecycle, suspect))
  return { forcedBy: by?.by, gone: true, left: [], suspects: end.suspects, killed, errors }
}

/** Resolves when it is gone after it was asked, or with why it has to be forced. */
async function askToEnd(
  lifecycle: Lifecycle,
  runtime: Runtime,
  cause: EndCause,
  forced: Promise<Force>,
  errors: Error[],
): Promise<Force | undefined> {
  const { clock, limits } = lifecycle.scope
  const gone = runtime.gone.then(() => undefined)
  // It ended by itself: the runtime ends the rest of it, and only that is waited for.
  if (cause === 'exit') {
    const restMs = lifecycle.stopTimeoutMs + restTimeoutMs + limits.killTimeoutMs
    const late = { by: 'limit' as const, limitMs: lifecycle.stopTimeoutMs }
    return within(clock, restMs, Promise.race([gone, forced]), late)
  }
  if (lifecycle.stopTimeoutMs === 0) return { by: 'asked' }
  const already = await Promise.race([forced, Promise.resolve(undefined)])
  if (already !== undefined) return already
  const limitMs = lifecycle.stopTimeoutMs
  const taken = Promise.withResolvers<void>()
  const limit =
    runtime.orderTimeoutMs === undefined ? deadline(clock, limitMs) : deadlineFrom(clock, taken.promise, limitMs)
  const onItsWay = deadline(clock, runtime.orderTimeoutMs === undefined ? Infinity : orderTimeoutMs(lifecycle, runtime))
  const refused = Promise.withResolvers<Force>()
  const refuse = (error: Error): void => {
    errors.push(stopFailed(lifecycle, error))
    refused.resolve({ by: 'stop-failed' })
  }
  void settled(attempt(() => runtime.terminate())).then((error) => {
    onItsWay.cancel()
    if (error === undefined) taken.resolve()
    else refuse(error)
  })
  void onItsWay.passed.then(() => refuse(messages.notTaken(orderTimeoutMs(lifecycle, runtime))))
  try {
    return await Promise.race([
      gone,
      refused.promise,
      limit.passed.then((): Force => ({ by: 'limit', limitMs })),
      forced,
    ])
  } finally {
    limit.cancel()
    onItsWay.cancel()
  }
}

/** How long an order may be on its way. Nothing of ours ends while somebody debugs. */
function orderTimeoutMs({ scope }: Lifecycle, runtime: Runtime): number {
  return scope.limits.killTimeoutMs === Infinity ? Infinity : (runtime.orderTimeoutMs ?? 0)
}

/** A limit that begins later. */
function deadlineFrom(clock: Clock, begin: Promise<void>, limitMs: number): Deadline {
  const passed = Promise.withResolvers<void>()
  let limit: Deadline | undefined
  let isOver = false
  void begin.then(() => {
    if (isOver) return
    limit = deadline(clock, limitMs)
    void limit.passed.then(passed.resolve)
  })
  return {
    passed: passed.promise,
    cancel() {
      isOver = true
      limit?.cancel()
    },
  }
}

async function reportKill(
  lifecycle: Lifecycle,
  forcedBy: ForcedBy,
  limitMs: number,
  parts: readonly KilledPart[],
  errors: Error[],
): Promise<void> {
  const killed = parts.map(({ what }) => what)
  const isRest = parts.length > 0 && !parts.some(({ isMain }) => isMain)
  const message = messages.killed(
    lifecycle,
    { forcedBy, limitMs, killed, isRest },
    await lifecycle.lastLines(linesInErrors).catch(() => []),
  )
  const error = new KilledError(lifecycle.name, message, { forcedBy, limitMs, killed })
  if (lifecycle.protocol.options.onKilled === 'warn') lifecycle.warn(message, error)
  else errors.push(error)
}

/** Reports what an ending that nobody forced left: in the background, or without the signal. */
async function judgeRest(
  lifecycle: Lifecycle,
  runtime: Runtime,
  { killed = [], leftBehind = [] }: RuntimeEnd,
  errors: Error[],
): Promise<void> {
  if (leftBehind.length > 0) errors.push(leftBehindError(lifecycle, await runtime.exited, leftBehind))
  if (killed.length > 0 && lifecycle.stopTimeoutMs !== 0) {
    lifecycle.warn(
      messages.killedUnasked(
        lifecycle,
        killed.map(({ what }) => what),
      ),
    )
  }
}

/** Reports an exit that is none of a clean stop: of a forced one what it threw itself, since all else is our doing. */
async function judgeStop(
  lifecycle: Lifecycle,
  runtime: Runtime,
  cause: EndCause,
  forcedBy: ForcedBy | undefined,
  errors: Error[],
): Promise<void> {
  // Nothing is held against a kill that somebody asked for, an exit that the test expects, or a start that failed already.
  if (forcedBy === 'asked' || lifecycle.isExitExpected) return
  if (forcedBy === undefined && cause !== 'stop') return
  const exit = await runtime.exited
  if (runtime.isCleanStop(exit) || (forcedBy !== undefined && exit.error === undefined)) return
  const lines = await lifecycle.lastLines(linesInErrors)
  errors.push(new UncleanStopError(lifecycle.name, messages.uncleanStop(lifecycle, exit, lines), exit))
}

function stopFailed(lifecycle: Lifecycle, cause: Error): StopFailedError {
  return new StopFailedError(lifecycle.name, messages.stopFailed(lifecycle, cause), { cause })
}

/** How a service ended, by what brought it to its end and what went wrong. */
export function howEnded(cause: EndCause, isBroken: boolean, forcedBy: ForcedBy | undefined): EndedHow {
  if (cause === 'exit') return 'exited'
  if (cause === 'fail' || isBroken) return 'failed'
  return forcedBy === undefined ? 'stopped' : 'killed'
}
