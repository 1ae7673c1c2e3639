import { lastLinesText } from '../logging/last-lines.ts'
import type { KeptLine } from '../logging/service-log.ts'
import type { ServiceVerdict, Verdict } from '../scope/verdict.ts'

/** How much later than it was written a line may be seen, in milliseconds. */
const tailDelayMs = 25

/**
 * The last lines of all services that took part in a test that failed, in time order: one look tells what they said when it
 * failed. Empty without services.
 */
export function linesOfInterest(verdict: Verdict): string {
  const services = verdict.services
    .filter(({ isPlace, startedAtMs }) => startedAtMs !== undefined && !isPlace)
    .map((service) => ({ name: service.name, lastLines: linesOf(service, verdict.closedAtMs - verdict.stopMs) }))
  return lastLinesText(services, { startedAtMs: verdict.openedAtMs })
}

/** What it said until the close began, or its own stop: how it shut down tells nothing, unless it did not do so as it should. */
function linesOf({ lastLines, outcome, endedAtMs }: ServiceVerdict, closeAtMs: number): readonly KeptLine[] {
  if (outcome?.how !== 'stopped' || outcome.errors.length > 0 || endedAtMs === undefined) return lastLines
  const untilMs = Math.min(closeAtMs, endedAtMs - (outcome.stopMs ?? 0)) + tailDelayMs
  const before = lastLines.filter(({ timeMs }) => timeMs <= untilMs)
  return before.length > 0 ? before : lastLines
}
