import { type OutputLine, type ProcessLogOrder } from '@curfew/core/process-port';
/** What every record of one process has in common. */
export interface RecordFacts {
    readonly fields: ProcessLogOrder['fields'];
    readonly pid: number;
}
/**
 * `records.ndjson` of one service: never throws, because a full disk must not stop the reading of output.
 *
 * The scope of the service writes its own records to the same file.
 */
export declare class RecordsFile {
    #private;
    constructor(directory: string, facts: RecordFacts, complain: (message: string) => void);
    /** Goes on after a writer that was killed: the output is read again from its beginning. */
    resume(): void;
    /** Adds the record of a line to the batch. */
    add(line: Pick<OutputLine, 'stream' | 'text' | 'timeMs'>): void;
    /** Adds a record of ours: that some of the output has none. */
    addNote(timeMs: number, msg: string): void;
    /** Writes the batch. */
    flush(): void;
    close(): void;
}
