import { endingSignals, takeOverSignals as takeOver, type SignalPlan } from '@curfew/core/main-process'
import process from 'node:process'
import { ownSignals, type OwnSignals } from './own-signals.ts'

/** How long Jest may take to tell its results once the services are stopped; its workers may be in the middle of a test. */
const reportMs = 2000

/**
 * Lets a signal to the main process of Jest stop all services in order before the run ends: tests that run fail, those that
 * follow are skipped. A second signal ends it at once, and so does the first where no service was started.
 *
 * @param end - Stops all services of the run, in order
 * @returns how to give the signals back
 */
export function takeOverSignals(
  hasServices: SignalPlan['hasServices'],
  end: (signal: string) => Promise<void>,
): () => void {
  const take = (): (() => void) =>
    takeOver({
      hasServices,
      end: (signal, exitCode) => {
        own.isEnding = true
        exitWith(exitCode)
        void end(signal).finally(() => setTimeout(() => process.exit(exitCode), reportMs).unref())
      },
      endAtOnce: () => process.exit(),
    })
  const own: OwnSignals = { take, giveBack: undefined, isEnding: false }
  own.giveBack = take()
  ownSignals.present = own
  return () => {
    own.giveBack?.()
    if (ownSignals.present === own) ownSignals.present = undefined
  }
}

/** The file that runs in this process has services: signals stop them in order; a second one ends even a test that never ends. */
export async function holdSignals(): Promise<void> {
  if (areHeld()) return
  const { letSecondSignalKill } = await import('@curfew/supervisor')
  const own = ownSignals.present
  if (own === undefined || areHeld()) return
  // In one turn: a test that never ends leaves nothing able to end this process between the two.
  own.giveBack = own.take()
  letSecondSignalKill(endingSignals)
}

/** Whether there is nothing to take: they are taken, or not ours to take. */
function areHeld(): boolean {
  const own = ownSignals.present
  return own === undefined || own.giveBack !== undefined
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
