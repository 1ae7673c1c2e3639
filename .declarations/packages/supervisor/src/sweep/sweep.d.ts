import { type FoundRun } from './run-state.ts';
import { type SweepReport } from './sweep-runs.ts';
/** Options of {@link sweep}. */
export interface SweepOptions {
    /** The folder that `.curfew` is in. Runs of other projects of this user are swept as well. @default the working directory */
    readonly root?: string | undefined;
    /** How long a run has to be dead, in milliseconds; one that ended in order may be swept at once. @default 2000 */
    readonly minAgeMs?: number | undefined;
}
export declare const defaultMinAgeMs = 2000;
/**
 * Finishes off what dead runs of this user left on this machine, dependants first, each within its own limits.
 *
 * Guarantee: nothing of a living run is touched, and nothing that is not proved to stem from a dead one (by the mark in its
 * environment, where it is of this user, or by pid and start time in the run's journal). What looks like it and cannot be proved is in `refused`.
 */
export declare function sweep(options?: SweepOptions): Promise<SweepReport>;
/** Runs of the register, and of one project. */
export declare function foundRuns(register: string, runsDirectory: string | undefined): readonly FoundRun[];
