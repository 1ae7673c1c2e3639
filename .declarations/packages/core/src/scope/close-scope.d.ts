import type { Leak } from '../errors/leak-error.ts';
import type { Lifecycle } from '../lifecycle/lifecycle.ts';
import type { Scope } from './scope.ts';
import { type Verdict } from './verdict.ts';
/** What closing a scope is told besides: what ends with the last service. */
export interface Closing {
    /** Whether the error of a service fails this scope. */
    readonly fails: (error: Error) => boolean;
    /** Services that are to be left up instead of being stopped. */
    readonly keep: Iterable<Lifecycle>;
    /** Runs when every service is gone; not when one was kept. */
    readonly afterServices: () => Promise<void>;
    /** Runs last, and tells what could not be removed; not when a service was kept. */
    readonly removeDirectories: () => Promise<readonly Leak[]>;
}
/** Stops everything that a scope owns, then runs what comes after, and draws the verdict up. */
export declare function closeScope(scope: Scope, closing: Closing): Promise<Omit<Verdict, 'errors' | 'warnings'>>;
