import type { ProcessEntry, ProcessTable } from '../system/process-entry.ts';
import { ProcessTree } from '../tree/process-tree.ts';
import type { LeftService } from './left-services.ts';
/**
 * The tree of a service whose run is dead, by proof alone: the main process by pid and start time, whatever carries the
 * mark and is of this user (or of the one that the service was given), what descends from these, and what is in the main process's group or session while one of these is in it as well.
 *
 * A group without any of them proves nothing: long after its leader died, its number may be another one's.
 */
export declare class LeftTree extends ProcessTree {
    #private;
    /** @param spared - Processes that are never members: whoever sweeps, and its ancestors */
    constructor(table: ProcessTable, { main, run, id, uid }: Pick<LeftService, 'main' | 'run' | 'id' | 'uid'>, spared: ReadonlySet<number>);
    scan(): readonly ProcessEntry[];
    known(): readonly ProcessEntry[];
    /** Whoever is spared may be in a group with members. */
    get groups(): readonly number[];
}
