import type { JournalEntry, ProcessExit, ProcessTreeEnd } from '@curfew/core/process-port';
import type { OwnerHistory } from '../journal/history.ts';
import type { Journal } from '../journal/journal.ts';
import { type HolderIdentity } from '../system/thread-identity.ts';
import type { SupervisedProcess } from './supervised-process.ts';
/** What an owner is told. */
export interface OwnerLink {
    exited(id: string, exit: ProcessExit): void;
    gone(id: string, end: ProcessTreeEnd): void;
    /** Entries up to that number are in the journal. */
    recorded(serial: number): void;
    doomed(reason: string): void;
    complaint(message: string): void;
}
/**
 * `connected → lost → connected …`, and from either `→ finishing → finished`. A lost owner whose connection broke may come
 * back; only its proved death, its goodbye or the end of the run finishes it.
 */
export type OwnerState = 'connected' | 'lost' | 'finishing' | 'finished';
/** Who an owner is. */
export interface OwnerFacts {
    readonly name: string;
    readonly run: string;
    readonly holder: HolderIdentity;
    /** Of its connection: the same holder may open several. */
    readonly token?: string;
}
/** One who has processes: a worker, a thread of a pool, or a program without a runner. */
export declare class Owner {
    #private;
    readonly name: string;
    readonly holder: HolderIdentity;
    readonly journal: Journal;
    readonly processes: Map<string, SupervisedProcess>;
    state: OwnerState;
    constructor(facts: OwnerFacts, journal: Journal, past?: OwnerHistory);
    /** Whether a connection is this owner's again: of the same holder, after the loss of the one before or in its place. */
    isSame({ name, holder, token }: Pick<OwnerFacts, 'name' | 'holder' | 'token'>): boolean;
    /** Whether processes may still be given to it. */
    get isOpen(): boolean;
    /** Whether nobody stops what it has yet. */
    get isUnfinished(): boolean;
    connect(link: OwnerLink, token: string): void;
    adopt(child: SupervisedProcess): void;
    /** Writes an entry of the owner's, unless it was written before the connection, or the supervisor, was lost. */
    record(entry: JournalEntry, serial: number): void;
    /** After a connection of its broke: finishes it as soon as it is proved dead, and never while it may come back. */
    lost(link?: OwnerLink): Promise<void>;
    /** The run is over for it: it is told, and has a moment to close its scopes itself. */
    doom(reason: string): void;
    /** Tells it what somebody should know, and no call of its fails with. */
    complain(message: string): void;
    /** Stops what it still has, once. */
    finish(event: 'owner-closed' | 'owner-died' | 'owner-doomed'): Promise<void>;
}
