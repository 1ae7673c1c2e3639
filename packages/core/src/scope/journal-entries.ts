import type { Transition } from '../lifecycle/outcome.js'
import type { JournalEntry } from '../process-port.js'
import type { Verdict } from './verdict.js'

/** What the journal keeps of a step of a service: plain data, errors as text. */
export function transitionEntry({ timeMs, error, outcome, ...rest }: Transition): JournalEntry {
  return {
    event: 'transition',
    timeMs,
    move: rest.event,
    id: rest.id,
    service: rest.service,
    scopeId: rest.scopeId,
    from: rest.from,
    to: rest.to,
    durationMs: rest.durationMs,
    error: error?.message,
    how: outcome?.how,
  }
}

/** What the journal keeps of a verdict. */
export function verdictEntry(verdict: Verdict): JournalEntry {
  return {
    event: 'scope-closed',
    timeMs: verdict.closedAtMs,
    scopeId: verdict.scopeId,
    kind: verdict.kind,
    name: verdict.name,
    stopMs: verdict.stopMs,
    stopOrder: verdict.stopOrder,
    errors: verdict.errors.map((error) => error.message),
    warnings: verdict.warnings,
  }
}
