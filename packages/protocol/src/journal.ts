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
export { fold, RunFold } from './journal/fold.ts'
export type { JournalFold, RunFoldOptions } from './journal/fold.ts'
export { journalFiles, readRun } from './journal/read-run.ts'
export type { ReadRunOptions } from './journal/read-run.ts'
export { addLateNeeds, isLeft } from './journal/run.ts'
export type {
  LateNeeds,
  Run,
  RunAsked,
  RunLease,
  RunOutput,
  RunOwner,
  RunProcess,
  RunResource,
  RunScope,
  RunScopeEnd,
  RunService,
  RunSharedLease,
  RunSpawned,
  RunWarning,
} from './journal/run.ts'
export { parseJournal, readJournal } from './journal/read-journal.ts'
export type { JournalFault, JournalReading } from './journal/read-journal.ts'
