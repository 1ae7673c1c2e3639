import { type PublishedSupervisor } from '../generations.ts';
import type { ProcessIdentity } from '../system/process-entry.ts';
import type { HolderIdentity } from '../system/thread-identity.ts';
/** Whose supervisor is looked for. */
export interface Reached {
    readonly run: string;
    readonly runDirectory: string;
    readonly root: ProcessIdentity;
    readonly self: HolderIdentity;
}
/**
 * What became of an attempt: a value; `absent`, where nobody listens; `lost`, where it was reached and died; `failed`, where
 * it is this process that cannot.
 */
export type Attempt<Value> = {
    readonly value: Value;
} | 'absent' | 'lost' | 'failed';
/** How a supervisor is reached. */
export interface ReachOptions {
    /** A run whose last supervisor left in order gets no other one, and the answer is `undefined`. */
    readonly only?: 'living';
    /** Bound of the time in which none is reached. @default 15_000 */
    readonly limitMs?: number;
    /** Told of one that lives and cannot be reached. It is killed by default, so that another one takes over. */
    readonly unreachable?: (supervisor: PublishedSupervisor) => Promise<void>;
}
/**
 * Finds the supervisor of a run, and starts it if there is none, or none any more.
 *
 * `attempt` tries one that was found, and is called until it gives a value. Nothing here keeps the process alive.
 *
 * @throws {SupervisorStartError} `CURFEW_SUPERVISOR_START` if it does not come up
 */
export declare function reachSupervisor<Value>({ run, runDirectory, root, self }: Reached, attempt: (published: PublishedSupervisor) => Promise<Attempt<Value>>, options?: ReachOptions): Promise<Value | undefined>;
