import type { ProcessEntry, ProcessIdentity, ProcessTable } from '../system/process-entry.ts';
import type { Containment } from './containment.ts';
import { type Mark } from './mark.ts';
/**
 * The processes that stem from one spawned process.
 *
 * A process belongs to the tree when it is in the group or the session that the main process leads, carries the mark in
 * its environment or its limits, descends from a member, or was a member the last time we looked. The mark counts for processes
 * of this user and of the one that the service was given, and for whatever the kernel holds below the supervisor. Nothing born before the main process
 * belongs to it, and start times tell a reused pid from the process that had it.
 */
export declare class ProcessTree {
    #private;
    readonly main: ProcessIdentity;
    /** @param givenUser - The user that the service was given, where that is another one */
    constructor(table: ProcessTable, main: ProcessIdentity, mark: Mark, containment: Containment, givenUser: number | undefined);
    /** Looks at the system, and tells the living members, the main process first when it lives. */
    scan(): readonly ProcessEntry[];
    /**
     * Whether nothing of it lives, looked at right after a scan that found nothing: `true` is proof. One empty look is none,
     * since a process that forks and exits can be missed by every list that is read one entry after the other.
     */
    isProvedGone(): boolean;
    /** How many looks that find nothing have to do where {@link isProvedGone} never says so. */
    get looksWithoutProof(): number;
    /**
     * Process groups that hold nothing but what is of the tree, as of the last look. To be used in the same turn: a group that
     * is empty gives its number to somebody else.
     */
    get groups(): Iterable<number>;
    /** Members that lived at the last look and live now, without looking for new ones: a fraction of the price of a scan. */
    known(): readonly ProcessEntry[];
    /** Whether that very process lives. */
    isAlive(identity: ProcessIdentity): boolean;
}
