import type { Transferable } from 'node:worker_threads';
import { Service } from './service.ts';
import type { ThreadOptions } from './thread-definition.ts';
import type { ThreadDataOf, ThreadInOf, ThreadOutOf } from './thread-module.ts';
/**
 * A service that is a worker thread of this process, for work that must not share the test's event loop: load, parsing,
 * an in-memory server. It is told to stop by a message, and terminated when it does not obey.
 *
 * @typeParam Data - What its module is handed
 * @typeParam In - Messages that {@link post} sends into it
 * @typeParam Out - Messages that come out of it
 * @typeParam Group - Names that its readiness found, read as `groups`
 */
export declare class ThreadService<Data = unknown, In = unknown, Out = unknown, Group extends string = never> extends Service {
    #private;
    constructor(options: ThreadOptions<Data, Group>);
    /** What its readiness found, e.g. the groups of `logLine()`. */
    get groups(): Readonly<Record<Group, string>>;
    /** Sends a message into the thread; until its module listens, the message waits for it. */
    post(message: In, transfer?: readonly Transferable[]): void;
    /** Calls back for each message of the thread, from the first on (the last 1,000 are kept). Returns how to end it. */
    onMessage(listener: (message: Out) => void): () => void;
}
/** Options of a thread whose module's types are known: `data` is asked for where the module wants any. */
type TypedThreadOptions<Module, Group extends string> = Omit<ThreadOptions<ThreadDataOf<Module>, Group>, 'data'> & (undefined extends ThreadDataOf<Module> ? {
    readonly data?: ThreadDataOf<Module>;
} : {
    readonly data: ThreadDataOf<Module>;
});
/**
 * Declares a thread that runs a module.
 *
 * @typeParam Module - The type of the module, which types `data` and the messages
 * @example threadService<typeof import('./load.ts')>({ module: './load.ts', data: { url: api.url } })
 */
export declare function threadService<Module extends object = object, Group extends string = never>(options: TypedThreadOptions<Module, Group>): ThreadService<ThreadDataOf<Module>, ThreadInOf<Module>, ThreadOutOf<Module>, Group>;
export {};
