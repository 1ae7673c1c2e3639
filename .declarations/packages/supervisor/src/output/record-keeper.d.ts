import { type ReadOutput } from './cursor.ts';
import type { RecordsFile } from './records-file.ts';
/**
 * Makes records of output, a little at a time, whenever nothing else is to be done.
 *
 * A record costs ten times what its line does. So a flood is not followed to its end: that costs a fifth of a second, however
 * much is written.
 */
export declare class RecordKeeper {
    #private;
    constructor(output: ReadOutput, file: RecordsFile, maxLogBytes: number);
    /** Whether all is recorded that ever will be. */
    get isClosed(): boolean;
    /** Makes some more records; `false` when there is nothing to do now. */
    step(): boolean;
}
