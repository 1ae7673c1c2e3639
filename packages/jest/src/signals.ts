import { takeOverSignals as takeOver, type SignalPlan } from '@curfew/core/engine'
import process from 'node:process'

/** How long Jest may take to tell its results once the services are stopped; its workers may be in the middle of a test. */
const reportMs = 2000

/**
 * Lets a signal to the main process of Jest stop all services in order before the run ends: tests that run fail, those that
 * follow are skipped.
 *
 * @param end - Stops all services of the run, in order
 * @returns how to give the signals back
 */
export function takeOverSignals(
  hasServices: SignalPlan['hasServices'],
  end: (signal: string) => Promise<void>,
): () => void {
  return takeOver({
    hasServices,
    end: (signal, exitCode) => {
      exitWith(exitCode)
      void end(signal).finally(() => setTimeout(() => process.exit(exitCode), reportMs).unref())
    },
    endAtOnce: () => process.exit(),
  })
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
