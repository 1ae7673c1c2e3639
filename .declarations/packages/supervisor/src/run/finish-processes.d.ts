import type { FinishedService } from '../journal/entries.ts';
import type { SupervisedProcess } from './supervised-process.ts';
/** Bound for a service whose own limit is "none": there is nobody left who could end the wait. */
export declare const unlimitedStopMs = 30000;
/**
 * Stops processes in their owner's place, as the owner would have: whatever needs a process is gone before that process
 * is asked to stop, processes with no path between them stop at the same time, each within its own limits.
 */
export declare function finishProcesses(processes: readonly SupervisedProcess[]): Promise<readonly FinishedService[]>;
