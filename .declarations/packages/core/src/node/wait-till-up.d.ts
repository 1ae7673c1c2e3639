import type { Lifecycle } from '../lifecycle/lifecycle.ts';
/**
 * Resolves when the node of a service is up. A wait that fails (its connection broke) is no error of the service: it is
 * logged at debug level and tried again, less and less often. Rejects with the signal's reason.
 */
export declare function waitTillUp(lifecycle: Lifecycle, signal: AbortSignal): Promise<void>;
