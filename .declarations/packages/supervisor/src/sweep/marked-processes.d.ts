import type { ProcessEntry, ProcessTable } from '../system/process-entry.ts';
/** A process with the mark of a service. */
export interface Marked {
    readonly entry: ProcessEntry;
    readonly run: string;
    readonly id: string;
}
/**
 * All processes that carry a mark; one that runs inside a service of a service carries several. Of thousands of processes
 * the look takes a tenth of a second, and a supervisor has spawn orders to take meanwhile.
 */
export declare function markedProcesses(table: ProcessTable): Promise<readonly Marked[]>;
