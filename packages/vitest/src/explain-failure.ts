import { linesOfInterest, type Verdict } from '@curfew/core/engine'
import type { TaskError } from './task.ts'

/**
 * Puts the last lines of all services that took part into the failure that is shown first.
 *
 * @param reported - Errors that Vitest has already, made plain
 * @param errors - Errors that Vitest is about to get
 */
export function explainFailure(verdict: Verdict, reported: readonly TaskError[], errors: readonly Error[]): void {
  const text = linesOfInterest(verdict)
  const shown: (TaskError | (Error & Pick<TaskError, 'diff'>)) | undefined = reported[0] ?? errors[0]
  if (text === '' || shown === undefined) return
  // `diff` is shown below the message and above the stack, as it is; a message would be coloured, and compared.
  shown.diff = shown.diff === undefined ? text : `${shown.diff}\n\n${text}`
}
