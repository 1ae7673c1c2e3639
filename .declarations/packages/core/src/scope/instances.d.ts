import type { CatalogEntries, CatalogEntry } from '../catalog/entry.ts';
import type { Lifecycle } from '../lifecycle/lifecycle.ts';
import type { Scope } from './scope.ts';
/** The instance of one catalog entry in one scope, from the moment that somebody asks for it. */
export interface Instance {
    readonly entry: CatalogEntry;
    readonly scope: Scope;
    /** Settles when it is running, or cannot be. */
    readonly ready: Promise<Lifecycle>;
    lifecycle: Lifecycle | undefined;
    /** Set when nobody wants it any more, before it has a lifecycle that could be stopped. */
    cancelled: Error | undefined;
    /** Whether a request that named it has succeeded: then it stays until it is stopped. */
    held: boolean;
    /** Whether it failed: a shared one is not tried again for each test, everybody gets the same cause. */
    failed: boolean;
}
/** Whether who asks for it next gets a new one. */
export declare function isOver({ lifecycle }: Instance): boolean;
/** Makes and starts the instance of an entry, after the one before it: first what it needs, all at the same time. */
export declare function bringUp(scope: Scope, catalog: CatalogEntries, entry: CatalogEntry, before?: Promise<unknown>): Instance;
/**
 * Starts a service after everything that it holds in its own properties or names in its options.
 *
 * @param asker - The service that starts it at run time, and needs it from then on, unless it is needed by it
 */
export declare function startWithNeeds(lifecycle: Lifecycle, asker?: Lifecycle): Promise<void>;
