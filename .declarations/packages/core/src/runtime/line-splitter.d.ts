/** Cuts a stream of text into lines, whatever the chunks that it comes in. A carriage return alone ends a line, too. */
export declare class LineSplitter {
    #private;
    constructor(onLine: (line: string) => void);
    write(text: string): void;
    /** The stream has ended: what has no line end is a line, too. */
    end(): void;
}
