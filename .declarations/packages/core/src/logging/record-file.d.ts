/** Name of the file of records in the folder of a service instance. */
export declare const recordFileName = "records.ndjson";
/** What a {@link RecordFile} is opened with. */
export interface RecordFileOptions {
    /** The folder; asked for with the first line, in the background. */
    readonly directory: () => string;
    /** Called once, with the error that ended the writing. */
    readonly onFailure: (error: unknown) => void;
}
/**
 * Appends lines to a file in the background: one write at a time, what comes meanwhile goes with the next one.
 *
 * Guarantee: no call throws or rejects, whatever the disk does; after the first failure nothing more is written. It needs
 * no timers and no exit hooks, so fake timers do not reach it. Every write holds whole lines and appends, so that
 * the supervisor may write to the same file.
 */
export declare class RecordFile {
    #private;
    constructor(options: RecordFileOptions);
    /** Adds a line (with its line end); `false` when it is lost because an earlier write failed. */
    append(line: string): boolean;
    /** Resolves when every line added so far is in the file, or lost with a failure. */
    flush(): Promise<void>;
    /** Flushes and closes the file. */
    close(): Promise<void>;
}
