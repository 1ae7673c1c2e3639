import type { ProcessInfo } from '@curfew/core/process-port';
import type { ProcessTable } from '../system/process-entry.ts';
import type { LeftService } from './left-services.ts';
/** What a sweep did about one service. */
export interface SweptService {
    readonly run: string;
    readonly id: string;
    readonly service: string;
    /** Obeyed, had to be killed, or could not be. */
    readonly outcome: 'stopped' | 'killed' | 'left-alive';
    /** Whether it had been left up on purpose. */
    readonly wasKept: boolean;
    readonly durationMs: number;
    /** What was found of it. */
    readonly processes: readonly ProcessInfo[];
    /** What lives all the same. */
    readonly survivors: readonly ProcessInfo[];
}
/**
 * Ends what is left of services, each after all that needs it and within its own limits, as its scope would have; tells only
 * those of which something lived, in the order in which they were over.
 */
export declare function finishLeft(table: ProcessTable, services: readonly LeftService[], spared: ReadonlySet<number>): Promise<readonly SweptService[]>;
