import { type Transferable } from 'node:worker_threads';
import type { DeclaredAt } from '../catalog/declared-at.ts';
import type { ThreadOptions } from '../service/thread-definition.ts';
import { type Inherited } from './inherited-environment.ts';
import type { Runtime } from './runtime.ts';
/** The runtime of a thread service: what its facade also needs. */
export interface ThreadRuntime extends Runtime {
    readonly kind: 'thread';
    /** The id of the service instance that it runs for; empty until it is launched. */
    readonly serviceId: string;
    /**
     * Posts a message to the thread; until its module listens, the message waits for it.
     *
     * @throws {ThreadDataError} when the message cannot be cloned
     * @throws {ThreadNotAliveError} when the thread has not begun, or has ended
     */
    post(message: unknown, transfer?: readonly Transferable[]): void;
    /** Calls back for each message of the thread, from the first on (the last 1,000 are kept). Returns how to end it. */
    onMessage(listener: (message: unknown) => void): () => void;
    terminate(): void;
    kill(): Promise<void>;
}
/** The threads that exist now, for the leak check. */
export declare function livingThreads(): readonly ThreadRuntime[];
/** Makes the runtime of one thread service. */
export declare function createThreadRuntime(options: ThreadOptions<unknown, string>, declaredAt: DeclaredAt | undefined, inherited: Inherited): ThreadRuntime;
