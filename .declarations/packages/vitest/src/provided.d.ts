import type { RunContext, RunnerVariables, WorkerOptions } from '@curfew/core/engine';
/** What the plugin, in the main process, hands to each worker: plain data. */
export interface Provided {
    readonly run: RunContext;
    /** The root of the project. */
    readonly root: string;
    readonly runnerVariables: RunnerVariables;
    readonly options: WorkerOptions;
}
declare module 'vitest' {
    interface ProvidedContext {
        readonly curfew: Provided;
    }
}
