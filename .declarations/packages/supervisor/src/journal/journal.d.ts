import type { JournalEntry } from '@curfew/core/process-port';
import type { SupervisorEntry } from './entries.ts';
/** The journal of one owner: `<runDirectory>/journal/<owner>.ndjson`. */
export declare class Journal {
    #private;
    constructor(runDirectory: string, owner: string, complain: (message: string) => void);
    /** Writes an entry of the supervisor, stamped with the time. */
    write(entry: SupervisorEntry): void;
    /** Writes an entry of the owner as it is. */
    record(entry: JournalEntry): void;
    close(): void;
}
/** Where the journal of an owner lies. */
export declare function journalPath(runDirectory: string, owner: string): string;
