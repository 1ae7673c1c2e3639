import type { JournalEntry, ProcessSpawnOrder } from '@curfew/core/process-port';
import type { SupervisedProcess } from '../run/supervised-process.ts';
import type { KnownProcess } from '../wire/protocol.ts';
import type { LastResortFacts } from './last-resort.ts';
import type { SupervisedHandle } from './supervised-handle.ts';
/** What an owner does once the supervisor of its run is gone for good: it ends its processes itself. */
export declare class WithoutSupervisor {
    #private;
    constructor(facts: LastResortFacts);
    get isLost(): boolean;
    /** Calls back when no supervisor is left, and none will come; at once where that is so. Returns an unsubscribe function. */
    onLost(listener: () => void): () => void;
    /** Remembers what was found to be needed late. */
    onRecord(entry: JournalEntry): void;
    /** Forgets it: edges are of instances, and of these none is left. */
    onNothingLeft(): void;
    /** What a supervisor that comes after another one has to know of these processes, whatever it read. */
    knownOf(handles: Iterable<SupervisedHandle>): readonly KnownProcess[];
    /** Takes over what the owner has, of which `failure` says why nobody else can. */
    begin(handles: Iterable<SupervisedHandle>, failure: unknown): void;
    /** A process that the owner has to end itself; `undefined` while there is a supervisor. */
    local(id: string): Promise<SupervisedProcess | undefined>;
    /** Kills what may have been spawned for an order that was never answered. */
    killUnanswered(order: Pick<ProcessSpawnOrder, 'id' | 'uid'>): Promise<void>;
    /** Stops whatever is left, dependants first. */
    finish(): Promise<void>;
}
