import { constants } from 'node:os'
import process from 'node:process'

/** The signals that end a run. */
export const handled = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
type Handled = (typeof handled)[number]

/** What a signal needs to know and to do. */
export interface SignalPlan {
  readonly hasServices: () => boolean
  /** Stops all services of the run, in order. */
  readonly end: (signal: string) => Promise<void>
}

/** How long Jest may take to tell its results once the services are stopped; its workers may be in the middle of a test. */
const reportMs = 2000

/**
 * Lets a signal to the main process of Jest, which has no handlers of its own, stop all services in order before the run
 * ends: tests that run fail, those that follow are skipped. A second signal ends it at once, and so does the first where no
 * service was started.
 *
 * @returns how to give the signals back
 */
export function takeOverSignals({ hasServices, end }: SignalPlan): () => void {
  let isEnding = false
  const giveBack = (): void => {
    for (const signal of handled) process.off(signal, onSignal)
  }
  const onSignal = (signal: Handled): void => {
    if (!hasServices()) {
      giveBack()
      process.kill(process.pid, signal)
      return
    }
    if (isEnding) process.exit()
    isEnding = true
    process.stderr.write(
      `\ncurfew: ${signal}: stopping the services of the tests that run. Once more ends the run at once.\n`,
    )
    const exitCode = 128 + constants.signals[signal]
    exitWith(exitCode)
    void end(signal).finally(() => setTimeout(() => process.exit(exitCode), reportMs).unref())
  }
  for (const signal of handled) process.on(signal, onSignal)
  return giveBack
}

/** Sets the exit code last of all: Jest sets its own in a listener that it adds when the results are in. */
function exitWith(exitCode: number): void {
  const set = (): void => {
    process.exitCode = exitCode
  }
  process.on('exit', set)
  process.on('newListener', (event, listener) => {
    if (event !== 'exit' || listener === set) return
    queueMicrotask(() => {
      process.off('exit', set)
      process.on('exit', set)
    })
  })
}
