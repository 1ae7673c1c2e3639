import type { KnownJournalEntry } from './entries.ts';
/** What a journal says, and what of it could not be read. */
export interface JournalReading {
    readonly entries: readonly KnownJournalEntry[];
    /** Whether the last line was cut off, as a crash of its writer leaves it. The line is not among the entries. */
    readonly torn: boolean;
    /** Lines that are no entries of this version, each with why; they are left out. */
    readonly faults: readonly JournalFault[];
}
/** One line that could not be read. */
export interface JournalFault {
    /** From 1. */
    readonly line: number;
    readonly reason: string;
}
/**
 * Reads one journal (`<run>/journal/<owner>.ndjson`), also while it is written or after its writer was killed.
 *
 * @throws what the system says when the file cannot be read at all (`ENOENT` …)
 */
export declare function readJournal(path: string): Promise<JournalReading>;
/** {@link readJournal} of a text. */
export declare function parseJournal(text: string): JournalReading;
