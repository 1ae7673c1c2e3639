import type { ProcessInfo } from '@curfew/core/process-port';
import type { ProcessIdentity, ProcessTable } from '../system/process-entry.ts';
import type { Containment } from './containment.ts';
/** What suspects are looked for with. */
export interface SuspectFacts {
    readonly containment: Containment;
    readonly cwd: string;
    readonly owner: number | undefined;
    readonly excluded: ReadonlySet<number>;
}
/**
 * Processes that may stem from a tree that is gone, and cannot be proved ours: born after its main process, orphaned, of
 * the same user, without any mark, and in its working directory. They are named, never killed.
 *
 * Where the kernel contains what we spawn, only our own orphans can be.
 */
export declare function findSuspects(table: ProcessTable, main: ProcessIdentity, facts: SuspectFacts): readonly ProcessInfo[];
