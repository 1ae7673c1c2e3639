import { type TimelineOptions } from './timeline.ts';
import type { VerdictData } from './verdict-data.ts';
/** One attempt of a test, or a file, as a reporter shows it. */
export interface ShownScope {
    /** The file, and the test if it is of one. */
    readonly where: string;
    /** How the test ended; `undefined` for the services of a file. */
    readonly state: 'passed' | 'failed' | 'skipped' | undefined;
    /** From 1. */
    readonly attempt: number;
    readonly attempts: number;
    readonly durationMs: number | undefined;
    readonly verdict: VerdictData;
}
/** A heading, and below it the timeline of the services. */
export declare function scopeText(shown: ShownScope, options: TimelineOptions): string;
