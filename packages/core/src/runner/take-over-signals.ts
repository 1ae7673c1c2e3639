import { constants } from 'node:os'
import process from 'node:process'

/** The signals that end a run. */
export const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
type EndingSignal = (typeof endingSignals)[number]
type Listener = (...args: unknown[]) => void

/** What a signal to the main process of a runner needs to know and to do. */
export interface SignalPlan {
  /** Whether a service was started: otherwise a signal does what it does without curfew. */
  readonly hasServices: () => boolean
  /**
   * Begins to stop the services of the tests that run, and then to end the run. Called at most once, for the first signal.
   *
   * @param exitCode - With which the process is to end, as a shell tells a signal
   */
  readonly end: (signal: string, exitCode: number) => void
  /** Ends the run at once, at a second signal. @default what the first would have done without curfew */
  readonly endAtOnce?: (() => void) | undefined
}

/**
 * Lets a signal to the main process of a runner end the run in order; a second one ends it at once. Where no service was
 * started, a signal does what it does without curfew.
 *
 * @returns how to give the signals back
 */
export function takeOverSignals({ hasServices, end, endAtOnce }: SignalPlan): () => void {
  const before = new Map<EndingSignal, Listener[]>()
  let isEnding = false
  const onSignal = (signal: EndingSignal): void => {
    if (isEnding && endAtOnce !== undefined) return endAtOnce()
    if (isEnding || !hasServices()) {
      giveBack()
      process.kill(process.pid, signal)
      return
    }
    isEnding = true
    process.stderr.write(
      `\ncurfew: ${signal}: stopping the services of the tests that run. Once more ends the run at once.\n`,
    )
    end(signal, 128 + constants.signals[signal])
  }
  const giveBack = (): void => {
    for (const [signal, listeners] of before) {
      process.off(signal, onSignal)
      for (const listener of listeners) process.on(signal, listener)
    }
    before.clear()
  }
  for (const signal of endingSignals) {
    before.set(signal, process.rawListeners(signal) as Listener[])
    process.removeAllListeners(signal)
    process.on(signal, onSignal)
  }
  return giveBack
}
