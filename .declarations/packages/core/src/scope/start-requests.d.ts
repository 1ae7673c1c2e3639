import type { Lifecycle } from '../lifecycle/lifecycle.ts';
import type { Instance } from './instances.ts';
import type { Scope } from './scope.ts';
/** The starts that were asked of one scope and are pending. */
export declare class StartRequests {
    #private;
    constructor(scope: Scope);
    get pending(): Iterable<readonly Instance[]>;
    /**
     * Waits until the requested instances are running. When one cannot be, or the total limit passes, whatever was started
     * only for this request is stopped again, in its own time, before the error is thrown.
     */
    run(requested: readonly Instance[]): Promise<readonly Lifecycle[]>;
}
