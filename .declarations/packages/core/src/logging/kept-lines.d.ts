import type { KeptLine } from './service-log.ts';
/** The last lines of one service, for the text of a failure. Records are made readable only when somebody asks. */
export declare class KeptLines {
    #private;
    constructor(limit: number);
    add(line: KeptLine): void;
    last(count: number): readonly KeptLine[];
}
