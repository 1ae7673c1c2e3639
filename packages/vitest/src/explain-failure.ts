import { lastLinesText, type KeptLine, type ServiceVerdict, type Verdict } from '@curfew/core/engine'
import type { TaskError } from './task.js'

/** How much later than it was written a line may be seen, in milliseconds. */
const tailDelayMs = 25

/**
 * Puts the last lines of all services that took part into the failure that is shown first, in time order: one look tells what
 * they said when the test failed.
 *
 * @param reported - Errors that Vitest has already, made plain
 * @param errors - Errors that Vitest is about to get
 */
export function explainFailure(verdict: Verdict, reported: readonly TaskError[], errors: readonly Error[]): void {
  const services = verdict.services
    .filter(({ runtime, startedAtMs }) => startedAtMs !== undefined && runtime !== 'place')
    .map((service) => ({
      name: service.name,
      lastLines: linesOfInterest(service, verdict.closedAtMs - verdict.stopMs),
    }))
  const text = lastLinesText(services, { startedAtMs: verdict.openedAtMs })
  const shown: (TaskError | (Error & Pick<TaskError, 'diff'>)) | undefined = reported[0] ?? errors[0]
  if (text === '' || shown === undefined) return
  // `diff` is shown below the message and above the stack, as it is; a message would be coloured, and compared.
  shown.diff = shown.diff === undefined ? text : `${shown.diff}\n\n${text}`
}

/** What it said until the close began, or its own stop: how it shut down tells nothing, unless it did not do so as it should. */
function linesOfInterest({ lastLines, outcome, endedAtMs }: ServiceVerdict, closeAtMs: number): readonly KeptLine[] {
  if (outcome?.how !== 'stopped' || outcome.errors.length > 0 || endedAtMs === undefined) return lastLines
  const untilMs = Math.min(closeAtMs, endedAtMs - (outcome.stopMs ?? 0)) + tailDelayMs
  const before = lastLines.filter(({ timeMs }) => timeMs <= untilMs)
  return before.length > 0 ? before : lastLines
}
