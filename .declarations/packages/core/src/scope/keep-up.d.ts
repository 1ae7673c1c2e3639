import type { Lifecycle } from '../lifecycle/lifecycle.ts';
import type { Scope } from './scope.ts';
/** A service that was left up when its scope closed, and what a person needs to look at it and to end it. */
export interface KeptService {
    readonly name: string;
    readonly pid: number;
    readonly host: string;
    /** Where it listens, by name; empty where it does not. */
    readonly ports: Readonly<Record<string, number>>;
    /** The folder of its output and records. */
    readonly logDirectory: string;
    /** `file:line:column` */
    readonly declaredAt: string | undefined;
    /** A command that ends it, e.g. `kill -- -4711`. */
    readonly stopCommand: string;
}
/**
 * Leaves processes up: from then on nothing of this run stops them. One call for all of them; what cannot be kept (it ended
 * just now, or the supervisor is gone) is stopped like everything else.
 */
export declare function keepUp(scope: Scope, wanted: Iterable<Lifecycle>): Promise<readonly KeptService[]>;
/** Services with all that they need, directly or not, in whatever scope. */
export declare function withNeeds(lifecycles: Iterable<Lifecycle>): Set<Lifecycle>;
