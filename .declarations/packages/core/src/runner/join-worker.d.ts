import type { Engine } from '../engine-contract.ts';
import { type RunContext } from '../run/run-context.ts';
import type { RunnerVariables } from '../runtime/inherited-environment.ts';
import type { WorkerOptions } from './options.ts';
/** How a worker of a runner takes part in a run. */
export interface Joining {
    readonly run: RunContext;
    /** Unique in the run. */
    readonly worker: string;
    /** The root of the runner's project. */
    readonly root: string;
    /** Variables that the runner writes into the environment of the tests. @default none */
    readonly runnerVariables?: RunnerVariables | undefined;
    /** `keepOnFailure` as it was decided: see {@link decideKeepOnFailure}. */
    readonly options: WorkerOptions;
    /** Loads the module of `nodes`, in the way of the runner. */
    readonly load: (module: string) => Promise<{
        readonly default?: unknown;
    }>;
}
/**
 * Makes the engine of this realm one of a run, with the options of the runner.
 *
 * @throws {BadOptionError} if the module of `nodes` has no provider
 */
export declare function joinWorker({ run, worker, root, runnerVariables, options, load }: Joining): Promise<Engine>;
