/** A line of output, or a piece of a long one. */
export interface SplitLine {
    readonly text: string;
    /** It goes on with a line of which a piece of 64 KiB was told before. */
    readonly continues?: true;
    /** It was ended by a carriage return alone: a terminal shows what follows in its place. */
    readonly overwritten?: true;
}
/**
 * Cuts a stream of bytes into lines, whatever the chunks that it comes in: the same bytes always make the same lines.
 *
 * A line ends with a line feed, with both, or with a carriage return alone (the steps of a progress bar). Memory is
 * bounded: of a line without an end a piece is told every {@link maxPieceBytes}.
 */
export declare class LineSplitter {
    #private;
    /** The lines that end in the chunk. */
    push(chunk: Buffer): readonly SplitLine[];
    /** What there is of the line that has no end yet. */
    peek(): SplitLine | undefined;
    /** Takes the line that will get no end any more. */
    end(): SplitLine | undefined;
}
