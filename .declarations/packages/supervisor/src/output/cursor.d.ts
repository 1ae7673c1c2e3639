import type { OutputLine } from '@curfew/core/process-port';
import { type SplitLine } from './line-splitter.ts';
import type { RawLog } from './raw-log.ts';
import type { ReadingOrder } from './reading-order.ts';
type Stream = OutputLine['stream'];
/** An output that is read: its raw logs, and in which order they grew. */
export interface ReadOutput {
    readonly logs: Readonly<Record<Stream, RawLog>>;
    readonly order: ReadingOrder;
    /** Nothing comes any more: what has no line end is a line, too. */
    readonly isFinished: boolean;
}
/** Lines of one stream that were read at one time. */
export interface ReadLines {
    readonly stream: Stream;
    readonly timeMs: number;
    readonly lines: readonly SplitLine[];
}
/** A place in an output, from which it is read line by line at the pace of whoever reads. */
export declare class Cursor {
    #private;
    /** Bytes that were read. */
    readBytes: number;
    /** Bytes that were passed over: they were dropped before, or skipped. */
    skippedBytes: number;
    constructor(output: ReadOutput);
    /** The next lines, of at most about so many bytes; `undefined` at the end of what there is. */
    next(maxBytes: number): ReadLines | undefined;
    /** What there is of lines that have no end yet. */
    unfinished(): readonly {
        readonly stream: Stream;
        readonly line: SplitLine;
    }[];
    /** Whether everything up to that offset was read. */
    hasPassed(stream: Stream, offset: number): boolean;
    /** Goes on near the end: with the first line that begins in the last bytes of each stream. */
    skipToEnd(lastBytes: number): void;
}
export {};
