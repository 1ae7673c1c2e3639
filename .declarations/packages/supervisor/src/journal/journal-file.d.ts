/**
 * An append-only file of JSON lines that never throws.
 *
 * A folder that cannot be written or a full disk is told once through `complain`; entries lost meanwhile are counted, and
 * the count is written as soon as writing works again. A line torn by an earlier writer is ended before the first entry.
 */
export declare class JournalFile {
    #private;
    constructor(file: string, complain: (message: string) => void);
    append(entry: object): void;
    close(): void;
}
