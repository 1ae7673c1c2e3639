import type { ProcessInfo, ProcessSpawnOrder } from '@curfew/core/process-port';
import { type LateNeeds } from '../journal/late-needs.ts';
import { SupervisedProcess } from '../run/supervised-process.ts';
import type { KnownProcess } from '../wire/protocol.ts';
/** Whose services they are. */
export interface LastResortFacts {
    readonly run: string;
    readonly runDirectory: string;
    readonly owner: string;
    readonly complain: (message: string) => void;
}
/**
 * The services of an owner whose supervisor is gone and gets no successor: the owner ends them itself, when its scopes tell it
 * to. Their trees are what groups, sessions, descent and marks tell; how they exited is not known, and what they write goes into
 * their logs, where nobody here looks for it.
 */
export declare class LastResort {
    #private;
    constructor(facts: LastResortFacts);
    /** Takes over a process. */
    adopt({ order, main, startedAtMs, signals, kept }: KnownProcess): SupervisedProcess;
    /** Kills what may have been spawned for an order that was never answered: nobody was given it, and its mark tells. */
    killUnanswered({ id, uid }: Pick<ProcessSpawnOrder, 'id' | 'uid'>): Promise<readonly ProcessInfo[]>;
    /** Stops whatever is left, dependants first; `lateNeeds` was found after they were taken over. */
    finish(lateNeeds: readonly LateNeeds[]): Promise<void>;
}
