import type { ReadyOptions, ServiceOptions } from './options.ts';
/** Options of {@link threadService}. `Data` must be structured-cloneable. */
export interface ThreadOptions<Data = undefined, Group extends string = never> extends ServiceOptions, ReadyOptions<Group> {
    /**
     * The module that the thread runs: a `file:` URL, or a path resolved against the file that declares the service.
     * TypeScript too. Its default export is its function (see `defineThread` of `@curfew/core/thread`); a module without one
     * is a script, which finds `data` in `workerData`.
     */
    readonly module: string | URL;
    /** Copied into the thread, as the `data` of its function's context and as its `workerData`. */
    readonly data?: Data;
    /** Merged over the environment of this process. */
    readonly env?: Readonly<Record<string, string | undefined>> | undefined;
    /** Options of Node for the thread. @default none: those of this process, which its runner chose, are not inherited */
    readonly execArgv?: readonly string[] | undefined;
    /** Bounds of its heap in MiB, as `worker_threads` has them. */
    readonly resourceLimits?: {
        readonly maxOldGenerationSizeMb?: number;
        readonly stackSizeMb?: number;
    } | undefined;
}
