import type { ChildProcess } from 'node:child_process';
import type { ProcessEntry, ProcessIdentity, ProcessTable } from '../system/process-entry.ts';
import type { Mark } from './mark.ts';
/** Holds trees together by means of the kernel, over groups, descent and the marks of environments. */
export interface Containment {
    readonly kind: 'subreaper' | 'none';
    /** Why there is none. */
    readonly reason?: string;
    /** Processes among which everything of a tree is; no process outside of them belongs to it. */
    candidates(table: ProcessTable, main: ProcessIdentity): readonly ProcessEntry[];
    /** Processes among which everything is that stems from this process, or from another one of ours. */
    below(table: ProcessTable, other: number): readonly ProcessEntry[];
    /** Children of ours that were orphaned by what we spawned. */
    orphans(table: ProcessTable): readonly ProcessEntry[];
    /** Whether that process is below such an orphan, so that it stems from something that we spawned. */
    isBelowOrphan(table: ProcessTable, pid: number): boolean;
    /**
     * Whether it is proved that no living process belongs to a tree.
     *
     * @param belongs - Whether a process does
     * @param look - Looks at all candidates once, and says whether it found none
     */
    provesEmpty(table: ProcessTable, belongs: (entry: ProcessEntry) => boolean, look: () => boolean): boolean;
    /** How many looks that find nothing have to do where there is no proof. */
    readonly looksWithoutProof: number;
    /** Spawns a process that is inside from its first moment. */
    spawn<Child extends ChildProcess | Error>(mark: Mark, spawn: () => Child): Child;
}
/** No containment: a tree is what group, session, descent and marks tell of all processes of the machine. */
export declare const noContainment: Containment;
/** What curfew can hold trees together by on this machine, without doing it. */
export declare function describeContainment(): {
    readonly kind: Containment['kind'];
    readonly reason: string | undefined;
};
/** Contains whatever this process spawns from now on, as strongly as the kernel lets it. */
export declare function contain(): Containment;
