import { takeOverSignals as takeOver } from '@curfew/core/runner'
import process from 'node:process'
import { setTimeout } from 'node:timers'
import type { Vitest } from 'vitest/node'

/**
 * Lets a signal to the main process end the run in order: the tests that run are cancelled, and their services stopped.
 *
 * @returns how to give the signals back
 */
export function takeOverSignals(vitest: Vitest, hasServices: () => boolean): () => void {
  return takeOver({
    hasServices,
    end: (_signal, exitCode) => {
      process.once('exit', () => {
        process.exitCode = exitCode
      })
      void end(vitest)
    },
  })
}

async function end(vitest: Vitest): Promise<void> {
  // A test that blocks its thread never ends. The supervisor finishes what is left in order, once this process is gone.
  setTimeout(() => process.exit(), vitest.config.teardownTimeout).unref()
  // The reason that a key press gives: Vitest tells the workers, and waits for what they have to tear down.
  await vitest.cancelCurrentRun('keyboard-input')
  await vitest.exit(true)
}
