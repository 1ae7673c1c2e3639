import type { Lifecycle } from '../lifecycle/lifecycle.ts';
import type { Instance } from './instances.ts';
/**
 * What a failed start leaves that nobody wants: everything that is not needed, directly or not, by a request that is
 * pending or has succeeded, nor by a service that was started by hand.
 */
export declare function unneeded(members: Iterable<Lifecycle>, instances: Iterable<Instance>, pending: Iterable<Instance>): {
    readonly lifecycles: readonly Lifecycle[];
    readonly instances: readonly Instance[];
};
