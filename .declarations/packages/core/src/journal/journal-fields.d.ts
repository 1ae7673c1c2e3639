import { type JournalEvent, type KnownJournalEntry } from './entries.ts';
/** The names of all events, in the order of the documentation. */
export declare const journalEvents: readonly JournalEvent[];
/** What keeps a value from being a journal entry of this version; `undefined` when it is one. Unknown fields are no fault. */
export declare function journalFault(value: unknown): string | undefined;
/** Whether a value is a journal entry of this version. */
export declare function isJournalEntry(value: unknown): value is KnownJournalEntry;
