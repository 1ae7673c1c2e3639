import type { OutputLine } from '@curfew/core/process-port';
/** At most so much is read at once; the buffer is shared by all, since nobody keeps it. */
export declare const maxReadBytes: number;
/**
 * One raw log file, `stdout.log` or `stderr.log`, which is all that is held of an output: whatever is asked of it later is read there.
 *
 * Offsets count from the first byte of output that was ever written, so they stay true when the file is cut.
 */
export declare class RawLog {
    #private;
    readonly stream: OutputLine['stream'];
    readonly path: string;
    /** Offset of the first byte of output that is in the file now, after our note. */
    start: number;
    /** Offset after the last byte of output that is in the file. */
    end: number;
    /** Bytes of output that are in the file no more, or never were. */
    droppedBytes: number;
    /** The end of what was dropped last, where it is not in the file. */
    before: Buffer;
    constructor(stream: OutputLine['stream'], path: string, complain: (message: string) => void);
    /** Bytes of output that are in the file. */
    get size(): number;
    /** Adds what came through a pipe; a disk that is full costs the output, and is told once. */
    append(bytes: Buffer): void;
    /** Looks how far the process itself has written; tells whether anything is new. */
    look(): boolean;
    /** Reads from an offset that is in the file, at most so much; valid until the next read of any log. */
    read(offset: number, maxBytes: number): Buffer;
    /**
     * Drops all but the end of what is in the file, from the begin of a line on, and notes how much was dropped in all. Where
     * somebody else writes too, the end is kept in memory alone: in the file it would come after what is written meanwhile.
     */
    cut(maxBytes: number, keepBytes: number, isShared: boolean): void;
    /** Takes what is in the file for output that was read before: of a service that somebody else followed. */
    resume(): void;
    /** Takes what is in the file for that of a process before, in the same folder, which had a reader of its own. */
    beginAfter(): void;
    close(): void;
    /** Opens a closed file again, to be read only; one that was removed reads as empty. */
    reopen(): void;
}
