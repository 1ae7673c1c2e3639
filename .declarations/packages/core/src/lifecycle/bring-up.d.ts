import type { ServiceLog } from '../logging/service-log.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { Lifecycle } from './lifecycle.ts';
/** What a start got to, for the error at its limit. */
export interface Progress {
    probe: string | undefined;
    saw: string | undefined;
}
/** What bringing a service up is done with. */
export interface BringUp {
    /** Aborts when the service is to stop, or its start has failed. */
    readonly signal: AbortSignal;
    readonly log: ServiceLog;
    readonly progress: Progress;
    /** Makes a runtime and takes it for the one of the service. */
    newRuntime(): Runtime;
}
/**
 * Launches a runtime and waits until it is ready; a second one, when a port that we chose was taken meanwhile.
 *
 * @returns what the readiness found
 */
export declare function bringUp(lifecycle: Lifecycle, task: BringUp): Promise<Readonly<Record<string, string>>>;
