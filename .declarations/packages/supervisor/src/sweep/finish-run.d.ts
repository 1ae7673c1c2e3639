import type { PortLeaseRecord } from '../ports/lease-file.ts';
import type { ProcessTable } from '../system/process-entry.ts';
import { type SweptService } from './finish-left.ts';
import { type LeftService } from './left-services.ts';
import { type Marked } from './marked-processes.ts';
/** Of what a run left. */
export interface FinishOrder {
    readonly run: string;
    readonly directory: string;
    /** Which of its services: all, those that were kept up on purpose, or the others. */
    readonly which: 'all' | 'kept' | 'not kept';
    /** All processes with a mark. */
    readonly marked: readonly Marked[];
    readonly complain: (message: string) => void;
}
/** What was found of a run, and what became of it. */
export interface FinishedRun {
    readonly left: readonly LeftService[];
    readonly services: readonly SweptService[];
    /** Processes of other users with marks of the run, which those may have made up. */
    readonly foreign: readonly Marked[];
}
/** Finishes off what is left of a run of which nobody else does, and writes it down. */
export declare function finishLeftOf({ run, directory, which, marked, complain }: FinishOrder): Promise<FinishedRun>;
/**
 * Ends what is left of a run in the place of its supervisor, of which there is none any more and can be none: what was kept up
 * on purpose stays.
 */
export declare function finishRun(run: string, directory: string): Promise<void>;
/** Whoever sweeps a run, as its lease names it. */
export declare function sweeper(run: string): PortLeaseRecord;
/** Whoever sweeps, and the processes that it stems from. */
export declare function sparedProcesses(table: ProcessTable): ReadonlySet<number>;
