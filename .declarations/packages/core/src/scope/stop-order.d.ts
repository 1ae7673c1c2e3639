import type { StopRequest } from '../lifecycle/host.ts';
import type { Lifecycle } from '../lifecycle/lifecycle.ts';
/** How a set of services is stopped. */
export interface StopPlan extends StopRequest {
    /** Orders by `stopPriority` what the graph leaves free. */
    readonly usePriorities?: boolean;
    /** Told when one service is over and cleaned up, before its dependencies are told to stop. */
    readonly afterEach?: (lifecycle: Lifecycle) => void;
}
/**
 * Stops services and, before them, every living service that needs them: each one only after all its dependants are over,
 * and whatever is free of each other at the same time.
 *
 * Guarantee: every service of the set is told to stop, whatever happens to the others. Never rejects on their account:
 * how each one ended is its outcome.
 *
 * @returns the services in the order in which they were over
 */
export declare function stopInOrder(targets: Iterable<Lifecycle>, plan: StopPlan): Promise<readonly Lifecycle[]>;
/** A set with everything that needs one of it, however far away, and is alive or has to be cleaned up. */
export declare function withLiveDependants(targets: Iterable<Lifecycle>): Set<Lifecycle>;
