/** The journal of a run: what happened to its services, append-only. Schema, check and reader; see docs/journal.md. */
export { journalVersion } from './journal/schema.ts'
export type {
  FinishedService,
  JournalEntryOf,
  JournalError,
  JournalEvent,
  JournalOutcome,
  JournalScopeKind,
  KnownJournalEntry,
  ScopeEntry,
  StopRequester,
  SupervisorEntry,
} from './journal/schema.ts'
export { isJournalEntry, journalEvents, journalFault } from './journal/check-entry.ts'
export { parseJournal, readJournal } from './journal/read-journal.ts'
export type { JournalFault, JournalReading } from './journal/read-journal.ts'
