import { hasLastLines } from '../logging/failure-text.ts'
import { lastLinesText } from '../logging/last-lines.ts'
import type { KeptLine } from '../logging/service-log.ts'
import type { ServiceVerdict, Verdict } from '../scope/verdict.ts'

/** How much later than it was written a line may be seen, in milliseconds. */
const tailDelayMs = 25
/** A cause may be its own. */
const mostCauses = 10

/**
 * The last lines of all services that took part in a test that failed, in time order: one look tells what they said when it
 * failed. Empty without services, and without those whose lines an error has that is shown.
 *
 * @param shown - The errors that are shown
 */
export function linesOfInterest(verdict: Verdict, shown: readonly unknown[]): string {
  const texts = shown.flatMap((error) => textsOf(error, 0))
  const started = verdict.services.filter(({ isPlace, startedAtMs }) => startedAtMs !== undefined && !isPlace)
  const services = started
    .filter(({ name }) => !texts.some((text) => hasLastLines(text) && text.includes(`ervice "${name}"`)))
    .map((service) => ({ name: service.name, lastLines: linesOf(service, verdict.closedAtMs - verdict.stopMs) }))
  const text = lastLinesText(services, { startedAtMs: verdict.openedAtMs })
  return services.length < started.length ? text.replace('its services', 'its other services') : text
}

/** The messages of an error, of what it holds and of its causes. */
function textsOf(error: unknown, depth: number): string[] {
  if (typeof error !== 'object' || error === null || depth === mostCauses) return []
  const { message, cause, errors } = error as { readonly message?: unknown; cause?: unknown; errors?: unknown }
  const inner = [cause, ...(Array.isArray(errors) ? (errors as unknown[]) : [])]
  return [String(message), ...inner.flatMap((one) => textsOf(one, depth + 1))]
}

/** What it said until the close began, or its own stop: how it shut down tells nothing, unless it did not do so as it should. */
function linesOf({ lastLines, outcome, endedAtMs }: ServiceVerdict, closeAtMs: number): readonly KeptLine[] {
  if (outcome?.how !== 'stopped' || outcome.errors.length > 0 || endedAtMs === undefined) return lastLines
  const untilMs = Math.min(closeAtMs, endedAtMs - (outcome.stopMs ?? 0)) + tailDelayMs
  const before = lastLines.filter(({ timeMs }) => timeMs <= untilMs)
  return before.length > 0 ? before : lastLines
}
