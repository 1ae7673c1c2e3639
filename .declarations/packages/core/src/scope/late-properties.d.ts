import type { Lifecycle } from '../lifecycle/lifecycle.ts';
import type { Scope } from './scope.ts';
/**
 * Adds the edges of what services came to hold in their properties since they started. Nobody tells of such an assignment:
 * it is looked for whenever a stop is planned.
 */
export declare function connectLateProperties(lifecycles: Iterable<Lifecycle>): void;
/** The members of a scope and of all that are within it: what may need one of its services. */
export declare function membersWithin(scope: Scope): Generator<Lifecycle>;
