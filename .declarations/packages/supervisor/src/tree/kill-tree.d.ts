import type { ProcessInfo } from '@curfew/core/process-port';
import type { ProcessEntry, ProcessTable } from '../system/process-entry.ts';
import type { ProcessTree } from './process-tree.ts';
/** How a tree is killed. */
export interface KillFacts {
    readonly killTimeoutMs: number;
    /** Called with what lives, before it is killed. */
    readonly found?: (members: readonly ProcessEntry[]) => void;
}
/**
 * Kills a tree until it is proved to be empty: stops every member first, so that none forks meanwhile, then kills them and
 * the process groups that they were in: a group is signalled at once, its newest fork with it.
 *
 * Resolves with what still lives after `killTimeoutMs` (a process in an uninterruptible sleep, or of another user).
 */
export declare function killTree(table: ProcessTable, tree: ProcessTree, { killTimeoutMs, found }: KillFacts): Promise<readonly ProcessInfo[]>;
