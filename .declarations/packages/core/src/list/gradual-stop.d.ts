import type { Engine } from '../engine-contract.ts';
import type { Service } from '../service/service.ts';
/** Options of `graduallyStop`. */
export interface GradualStopOptions {
    /** For all of them together, in milliseconds; then what is left is killed and named. @default no limit besides their own */
    readonly timeoutMs?: number | undefined;
    /** Also when other tests use them; their dependants stop first. @default false */
    readonly shared?: boolean | undefined;
}
/** Stops services in the order of the graph and of their priorities, within a limit for all of them. */
export declare function graduallyStop(engine: Engine, services: readonly Service[], options: GradualStopOptions, verb: 'graduallyStop' | 'graduallyStopAndCleanup'): Promise<void>;
