import { describeDeclaredAt } from '../location/declared-at.ts'
import type { JournalError, JournalEntryOf, JournalOutcome, ScopeEntry } from '@curfew/protocol/journal'
import type { Member } from './member.ts'
import type { Outcome, Transition } from '../lifecycle/outcome.ts'
import type { Scope } from './scope.ts'
import type { Verdict } from './verdict.ts'

/** Longest chain of causes that an entry keeps. */
const maxCauses = 8

/** What the journal keeps of a scope that opens. */
export function scopeOpenedEntry(scope: Scope): JournalEntryOf<'scope-opened'> {
  const { worker = null, file = null, test = null, attempt = null } = scope.owner
  const { id: scopeId, kind, name } = scope
  return { event: 'scope-opened', timeMs: scope.openedAtMs, scopeId, kind, name, worker, file, test, attempt }
}

/** What the journal keeps of a service that a scope takes. */
export function serviceDeclaredEntry(
  lifecycle: Member,
  facts: { readonly timeMs: number; readonly node: string | null; readonly cluster: string | null },
): JournalEntryOf<'service-declared'> {
  const { protocol } = lifecycle
  return {
    event: 'service-declared',
    timeMs: facts.timeMs,
    id: lifecycle.id,
    service: lifecycle.name,
    scopeId: lifecycle.scope.id,
    runtime: protocol.traits.kind,
    tags: protocol.tags,
    needs: [...lifecycle.needs.keys()].map((need) => need.id),
    ...(protocol.declaredAt === undefined ? {} : { declaredAt: describeDeclaredAt(protocol.declaredAt) }),
    ...(facts.node === null ? {} : { node: facts.node }),
    ...(facts.cluster === null ? {} : { cluster: facts.cluster }),
  }
}

/**
 * What the journal keeps of an edge that was found late: all that the dependency needs itself is in it, since whoever stops
 * the service in its owner's place knows only processes.
 */
export function serviceNeedsEntry(
  lifecycle: Member,
  dependency: Member,
  timeMs: number,
): JournalEntryOf<'service-needs'> {
  const { id, name, scope } = lifecycle
  const needs = [dependency.id, ...scope.allNeedsOf(dependency)]
  return { event: 'service-needs', timeMs, id, service: name, scopeId: scope.id, needs }
}

/** Whether a new need of a service is not told by what is written when it starts: it, or what needs it, has started already. */
export function isLateFor(lifecycle: Member): boolean {
  const dependants = new Set([lifecycle])
  for (const one of dependants) {
    if (one.state !== 'new') return true
    for (const further of one.dependants) dependants.add(further)
  }
  return false
}

/** What the journal keeps of a step of a service: plain data, errors with their causes. */
export function transitionEntry(transition: Transition): ScopeEntry {
  const { timeMs, id, service, scopeId, durationMs, to, error, outcome } = transition
  const facts = { timeMs, id, service, scopeId }
  switch (to) {
    case 'starting':
      return { event: 'service-starting', ...facts }
    case 'running':
      return { event: 'service-running', ...facts, durationMs }
    case 'stopping':
      return { event: 'service-stopping', ...facts, durationMs, ...(error && { error: journalError(error) }) }
    case 'stopped':
    case 'failed':
    case 'kept':
      return {
        event: 'service-ended',
        ...facts,
        durationMs,
        outcome: outcome === undefined ? neverStarted : journalOutcome(outcome),
        errors: (outcome?.errors ?? (error === undefined ? [] : [error])).map((each) => journalError(each)),
      }
    case 'new':
      throw new Error(`curfew: service "${service}" went back to state "new"`)
    default:
      return to satisfies never
  }
}

/** What the journal keeps of a verdict. */
export function verdictEntry(verdict: Verdict): JournalEntryOf<'scope-closed'> {
  return {
    event: 'scope-closed',
    timeMs: verdict.closedAtMs,
    scopeId: verdict.scopeId,
    kind: verdict.kind as JournalEntryOf<'scope-closed'>['kind'],
    name: verdict.name,
    openedAtMs: verdict.openedAtMs,
    stopMs: verdict.stopMs,
    stopOrder: verdict.stopOrder,
    errors: verdict.errors.map((error) => journalError(error)),
    warnings: verdict.warnings,
  }
}

const neverStarted: JournalOutcome = { how: 'stopped', gone: true, stopTimeoutMs: null, left: [], suspects: [] }

function journalOutcome(outcome: Outcome): JournalOutcome {
  const { how, gone, forcedBy, exit, startMs, stopMs, stopTimeoutMs, left, suspects, killed } = outcome
  return {
    how,
    gone,
    ...(forcedBy && { forcedBy }),
    ...(exit && {
      exit: { code: exit.code, signal: exit.signal, ...(exit.hint !== undefined && { hint: exit.hint }) },
    }),
    ...(startMs !== undefined && { startMs }),
    ...(stopMs !== undefined && { stopMs }),
    // JSON has no Infinity.
    stopTimeoutMs: Number.isFinite(stopTimeoutMs) ? stopTimeoutMs : null,
    left,
    suspects,
    ...(killed.length > 0 && { killed }),
  }
}

/** An error as plain data; errors of other realms and values that are none, too. */
function journalError(error: unknown, causesLeft = maxCauses): JournalError {
  if (typeof error !== 'object' || error === null) return { name: 'Error', message: String(error) }
  const { name, message, code, cause } = error as { name?: unknown; message?: unknown; code?: unknown; cause?: unknown }
  return {
    name: typeof name === 'string' ? name : 'Error',
    message: typeof message === 'string' ? message : '',
    ...(typeof code === 'string' && { code }),
    ...(cause !== undefined && cause !== null && causesLeft > 0 && { cause: journalError(cause, causesLeft - 1) }),
  }
}
