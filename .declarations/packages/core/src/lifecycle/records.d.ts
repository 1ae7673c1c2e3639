import type { Lifecycle } from './lifecycle.ts';
/** Adds the node and the cluster that a service runs on to an error of that service, as fields. */
export declare function located<E extends Error>(error: E, lifecycle: Lifecycle): E;
/** Writes an error that curfew saw of a service into the records of that service. */
export declare function recordError(lifecycle: Lifecycle, error: Error): void;
/**
 * The same for a service that was refused before it began: it gets a log for that. Never rejects: where no log can be opened,
 * who asked for the start has the error.
 */
export declare function recordRefusal(lifecycle: Lifecycle, error: Error): Promise<void>;
