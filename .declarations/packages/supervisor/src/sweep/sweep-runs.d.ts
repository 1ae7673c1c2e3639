import type { ProcessInfo } from '@curfew/core/process-port';
import type { SweptService } from './finish-left.ts';
import { type FoundRun, type RunState } from './run-state.ts';
/** A process that a sweep left alone, and why. */
export interface RefusedProcess {
    readonly process: ProcessInfo;
    /** The run whose mark it carries, or that had its port. */
    readonly run: string;
    readonly why: string;
}
/** One run that a sweep looked at. */
export interface SweptRun {
    readonly run: string;
    readonly directory: string;
    readonly state: RunState | 'being-swept' | 'around-us';
}
/** What a sweep found and did. */
export interface SweepReport {
    readonly runs: readonly SweptRun[];
    /** What was finished off, or could not be. */
    readonly services: readonly SweptService[];
    readonly refused: readonly RefusedProcess[];
}
/** How runs are swept. */
export interface SweepOrder {
    readonly found: readonly FoundRun[];
    /** Folder of the register. */
    readonly register: string;
    readonly minAgeMs: number;
    /** A living run whose supervisor left in order: only what it kept is finished off. */
    readonly keptOf?: FoundRun | undefined;
    readonly complain: (message: string) => void;
}
/**
 * Finishes off what dead runs left, one look at the processes for all of them.
 *
 * Guarantee: a process is signalled only where it is proved to stem from a run that is dead: by its mark, if it is of this
 * user (or of the one that the service was given), or by the pid and start time in that run's journal, on this machine since
 * this boot. A run is swept by one sweeper at a time. One that still has a supervisor is left to it, which is made
 * to work if it was stopped or hangs.
 */
export declare function sweepRuns(order: SweepOrder): Promise<SweepReport>;
