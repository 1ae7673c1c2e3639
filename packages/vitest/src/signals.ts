import { constants } from 'node:os'
import process from 'node:process'
import { setTimeout } from 'node:timers'
import type { Vitest } from 'vitest/node'

const handled = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
type Handled = (typeof handled)[number]
type Listener = (...args: unknown[]) => void

/**
 * Lets a signal to the main process end the run in order: the tests that run are cancelled, and their services stopped. A
 * second signal does what the first would have done without curfew, and so does the first where no service was started.
 *
 * @returns how to give the signals back
 */
export function takeOverSignals(vitest: Vitest, hasServices: () => boolean): () => void {
  const before = new Map<Handled, Listener[]>()
  let isEnding = false
  const onSignal = (signal: Handled): void => {
    if (isEnding || !hasServices()) {
      giveBack()
      process.kill(process.pid, signal)
      return
    }
    isEnding = true
    process.stderr.write(
      `\ncurfew: ${signal}: stopping the services of the tests that run. Once more ends the run at once.\n`,
    )
    const exitCode = 128 + constants.signals[signal]
    process.once('exit', () => {
      process.exitCode = exitCode
    })
    void end(vitest)
  }
  const giveBack = (): void => {
    for (const [signal, listeners] of before) {
      process.off(signal, onSignal)
      for (const listener of listeners) process.on(signal, listener)
    }
    before.clear()
  }
  for (const signal of handled) {
    before.set(signal, process.rawListeners(signal) as Listener[])
    process.removeAllListeners(signal)
    process.on(signal, onSignal)
  }
  return giveBack
}

async function end(vitest: Vitest): Promise<void> {
  // A test that blocks its thread never ends. The supervisor finishes what is left in order, once this process is gone.
  setTimeout(() => process.exit(), vitest.config.teardownTimeout).unref()
  // The reason that a key press gives: Vitest tells the workers, and waits for what they have to tear down.
  await vitest.cancelCurrentRun('keyboard-input')
  await vitest.exit(true)
}
