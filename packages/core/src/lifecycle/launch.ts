import type { Clock } from '@curfew/protocol'
import { isCurfewError } from '@curfew/protocol'
import { ExitedWhileStartingError } from '../errors/start-errors.ts'
import type { ServiceLog } from '../logging/service-log.ts'
import { allOf } from '../readiness/all-of.ts'
import { waitTillReady } from '../readiness/wait.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { isCleanExit } from './clean-exit.ts'
import { leftBehindError } from './left-behind.ts'
import type { Lifecycle } from './lifecycle.ts'
import * as messages from './messages.ts'
import { toError } from './settled.ts'

/** What a start got to, for the error at its limit. */
export interface Progress {
  probe: string | undefined
  saw: string | undefined
}

/** What a launch is done with. */
export interface Launch {
  /** Aborts when the service is to stop, or its start has failed. */
  readonly signal: AbortSignal
  readonly log: ServiceLog
  readonly progress: Progress
  /** Makes a runtime and takes it for the one of the service. */
  newRuntime(): Runtime
}

/**
 * Launches a runtime and waits until it is ready; a second one, when a port that we chose was taken meanwhile.
 *
 * @returns what the readiness found
 */
export async function launchUntilReady(lifecycle: Lifecycle, task: Launch): Promise<Readonly<Record<string, string>>> {
  task.signal.throwIfAborted()
  const runtime = task.newRuntime()
  try {
    return await launch(lifecycle, task, runtime)
  } catch (error) {
    if (task.signal.aborted || wentToBackground(error) || !(await wasPortTaken(runtime))) throw error
    lifecycle.warn(messages.portReplaced(lifecycle, error), toError(error))
    await runtime.kill()
    await runtime.gone
    task.signal.throwIfAborted()
    return launch(lifecycle, task, task.newRuntime())
  }
}

async function launch(lifecycle: Lifecycle, task: Launch, runtime: Runtime) {
  const { scope } = lifecycle
  await runtime.launch({
    id: lifecycle.id,
    scopeId: scope.id,
    needs: scope.allNeedsOf(lifecycle),
    serviceName: lifecycle.name,
    signal: task.signal,
    clock: scope.clock,
    log: task.log,
    limits: { stopTimeoutMs: lifecycle.stopTimeoutMs, killTimeoutMs: scope.limits.killTimeoutMs },
    isClosing: () => scope.isClosing,
    waitForNode: (signal) => waitForNode(lifecycle, task.progress, signal),
  })
  const { ready } = lifecycle.protocol.options
  if (ready === undefined) return {}
  const readiness = allOf(ready)
  task.progress.probe = readiness.description
  const over = new AbortController()
  let hasEnded = false
  const exit = runtime.exited.then(async (exit) => {
    const isClean = isCleanExit(exit)
    const isExpected = isClean && readiness.expectsExit === true
    // What it said before it ended makes it ready, although it is heard in the same turn as the end.
    if (isClean && !isExpected && lifecycle.mayExit) await turn(scope.clock)
    hasEnded = !isExpected
    if (isClean) {
      // What it left in the background is about to be ended: nothing may start beside that, and it is why it has ended.
      const { leftBehind = [] } = await runtime.gone
      if (leftBehind.length > 0) throw leftBehindError(lifecycle, exit, leftBehind)
    }
    if (isExpected) return
    throw new ExitedWhileStartingError(lifecycle.name, messages.exitedWhileStarting(lifecycle, exit), exit)
  })
  exit.catch(() => {})
  try {
    const probed = waitTillReady(readiness, {
      ...runtime.target,
      serviceName: lifecycle.name,
      clock: scope.clock,
      ask: scope.ask,
      signal: AbortSignal.any([task.signal, over.signal]),
      saw: (observation) => {
        task.progress.saw = observation
      },
    })
    probed.catch(() => {})
    const unlessEnded = async (): Promise<Readonly<Record<string, string>>> => {
      try {
        return await probed
      } finally {
        if (hasEnded) await exit
      }
    }
    const passed = readiness.expectsExit === true ? exit.then(() => probed) : unlessEnded()
    passed.catch(() => {})
    return await Promise.race([passed, exit.then(() => passed)])
  } finally {
    over.abort()
  }
}

/** Waits until the node is up; while it is not, the error at the limit names it. */
async function waitForNode(lifecycle: Lifecycle, progress: Progress, signal: AbortSignal): Promise<void> {
  const place = lifecycle.scope.placeOf(lifecycle)
  const name = messages.placeName(place)
  if (name !== undefined) {
    progress.probe = `${name} to be up`
    progress.saw = `${name} is not up${place.whyDown === undefined ? '' : `: ${place.whyDown}`}`
  }
  await lifecycle.scope.waitForNode(lifecycle, signal)
  progress.probe = undefined
  progress.saw = undefined
}

function turn(clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    clock.after(0, resolve)
  })
}

/** Whoever listened there was what its command had left. */
function wentToBackground(error: unknown): boolean {
  return isCurfewError(error, 'CURFEW_LEFT_BEHIND')
}

async function wasPortTaken(runtime: Runtime): Promise<boolean> {
  return (await runtime.portWasTaken?.().catch(() => false)) ?? false
}
