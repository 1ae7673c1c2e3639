import type { OutputLine } from '../process-port.ts';
/** What a look at a line found. */
export type LineLook = {
    readonly text: string;
} & ({
    readonly result: 'match';
    readonly found: Readonly<Record<string, string>>;
}
/** It matches now, but the line has no end yet, and a next character could make it another match, or none. */
 | {
    readonly result: 'open';
}
/** It matches without one of the groups that are asked for. */
 | {
    readonly result: 'lacking';
} | {
    readonly result: 'none';
});
/** Looks for a pattern in lines of output, as they come: unfinished, in pieces, or whole. */
export declare class LineMatcher {
    #private;
    constructor(pattern: RegExp, groups: readonly string[]);
    look(line: OutputLine): LineLook;
}
