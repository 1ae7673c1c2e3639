import type { EdgeKind } from '../graph/edge.ts';
import type { Lifecycle } from '../lifecycle/lifecycle.ts';
/**
 * Adds the edge "`dependant` needs `dependency`" to the graph, however it became known. The first kind stays.
 *
 * @throws {DependencyCycleError} if the dependency needs the dependant already
 * @throws {ScopeMismatchError} if a wider scope would need a narrower one
 */
export declare function connect(dependant: Lifecycle, dependency: Lifecycle, kind: EdgeKind): void;
/**
 * The same for an edge that nobody declared and that was found while the dependant runs. Where it cannot be one, since the
 * other needs the dependant or would end before it, there is none: then it is a reference back.
 */
export declare function connectLate(dependant: Lifecycle, dependency: Lifecycle): void;
/** Takes an edge away that was found at run time, since the dependant itself stops what it needed. */
export declare function giveUp(dependant: Lifecycle, dependency: Lifecycle): void;
