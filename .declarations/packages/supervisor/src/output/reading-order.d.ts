import type { OutputLine } from '@curfew/core/process-port';
type Stream = OutputLine['stream'];
/** What was read at one time from one stream: up to which offset, and when. */
export interface ReadChunk {
    readonly stream: Stream;
    readonly endOffset: number;
    readonly timeMs: number;
}
/**
 * When and in which order the bytes of both streams were read: all that is in memory of an output.
 *
 * Chunks are numbered from the first one ever noted. Of old ones only the end is known, so a long life costs no memory.
 */
export declare class ReadingOrder {
    #private;
    /** Number that the next chunk will get. */
    get nextNumber(): number;
    note(stream: Stream, endOffset: number, timeMs: number): void;
    /** The chunk of that number, or the oldest one that is held, with the number of the one after it. */
    at(number: number): {
        readonly chunk: ReadChunk;
        readonly number: number;
    } | undefined;
    /** The chunks that are held, the newest first. */
    newest(): readonly ReadChunk[];
}
export {};
