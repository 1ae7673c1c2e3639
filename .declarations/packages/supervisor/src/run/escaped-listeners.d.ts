import type { ProcessInfo } from '@curfew/core/process-port';
import type { ProcessIdentity, ProcessTable } from '../system/process-entry.ts';
import type { Containment } from '../tree/containment.ts';
/** A port that was chosen at random for one service, and leased to it alone. */
export interface ChosenPort {
    readonly host: string;
    readonly port: number;
}
/**
 * Ends what left a tree without a trace (empty environment, session of its own, parent dead) and still listens on a port
 * that was chosen for that tree.
 *
 * It is killed only where the kernel proves that it stems from something that we spawned: it is below an orphan of ours,
 * carries the mark of no other tree, and was born after the main process. Anybody else is named, never killed: another
 * program of this machine may have taken the port by chance.
 *
 * @returns those that are not proved ours
 */
export declare function endEscapedListeners(table: ProcessTable, main: ProcessIdentity, facts: {
    readonly ports: readonly ChosenPort[];
    readonly containment: Containment;
    readonly killTimeoutMs: number;
    readonly bystanders: ReadonlySet<number>;
    /** Called before one is killed. */
    readonly found: (info: ProcessInfo) => void;
}): Promise<readonly ProcessInfo[]>;
