import type { Transferable } from 'node:worker_threads';
import type { Logger } from 'pino';
/**
 * What the function of a thread module is given.
 *
 * @typeParam Data - The service's `data`
 * @typeParam In - Messages that the service posts into the thread
 * @typeParam Out - Messages that the thread posts
 */
export interface ThreadContext<Data = undefined, In = unknown, Out = unknown> {
    /** A copy of the service's `data`. */
    readonly data: Data;
    /** Aborted when the thread is to stop. */
    readonly signal: AbortSignal;
    /** Writes into the service's log, at its level; every record names service, node, cluster and test. */
    readonly log: Logger;
    readonly serviceName: string;
    /** Sends a message to the service. Values without a copy by structured clone (functions, sockets) are refused. */
    post(message: Out, transfer?: readonly Transferable[]): void;
    /** Calls back for each message that the service posts; those from before the first listener wait for it. Returns how to end it. */
    onMessage(listener: (message: In) => void): () => void;
    /** The same as a sequence, which ends when the thread is to stop. */
    readonly messages: AsyncIterable<In>;
    /** Resolves after that time; rejects when the thread is to stop. */
    sleep(delayMs: number): Promise<void>;
}
/**
 * The function of a thread module, its default export. The thread ends when it has returned and nothing keeps it busy;
 * at once, when it returns after the thread was told to stop. What it throws because `signal` aborted is a clean end.
 */
export type ThreadBody<Data = undefined, In = unknown, Out = unknown> = (context: ThreadContext<Data, In, Out>) => unknown;
/** The types of a thread module, read from the parameter of its default export. */
type TypesOf<Module> = Module extends {
    readonly default: (context: ThreadContext<infer Data, infer In, infer Out>) => unknown;
} ? {
    readonly data: Data;
    readonly in: In;
    readonly out: Out;
} : {
    readonly data: unknown;
    readonly in: unknown;
    readonly out: unknown;
};
/** The `data` that a thread module expects: `ThreadDataOf<typeof import('./load.ts')>`. */
export type ThreadDataOf<Module> = TypesOf<Module>['data'];
/** The messages that a thread module takes. */
export type ThreadInOf<Module> = TypesOf<Module>['in'];
/** The messages that a thread module sends. */
export type ThreadOutOf<Module> = TypesOf<Module>['out'];
export {};
