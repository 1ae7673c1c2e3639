import { refuseArguments } from '../options/options-check.ts'
import type { Readiness } from './readiness.ts'

/**
 * Ready when the service has ended by itself and cleanly: a one-shot service, such as a migration.
 * What needs it starts afterwards.
 */
export function completed(): Readiness
export function completed(...none: readonly unknown[]): Readiness {
  refuseArguments('completed', none, 'ready: completed()')
  // The lifecycle waits for the exit of every probe with `expectsExit`: there is nothing else to find.
  return { description: 'completed()', expectsExit: true, wait: () => Promise.resolve() }
}
