import type { OutputLine } from '@curfew/core/process-port';
import type { ReadOutput } from './cursor.ts';
/**
 * The last lines of an output, oldest first, read from the end of its raw logs: however much there is before them.
 *
 * What a terminal would not show any more is left out: the steps of a progress bar.
 */
export declare function lastLinesOf(output: ReadOutput, count: number): readonly OutputLine[];
