import type { Lifecycle } from '../lifecycle/lifecycle.ts';
/**
 * The priority that each service has in effect: its own, or that of its last dependant if that is higher, since the graph
 * comes first. So the waves that they form never contradict the graph.
 *
 * @param sorted - dependants before their dependencies
 */
export declare function effectivePriorities(sorted: readonly Lifecycle[]): Map<Lifecycle, number>;
/** A warning for each service whose own priority would have it stop before one that needs it. A place follows its services. */
export declare function priorityContradictions(sorted: Iterable<Lifecycle>): string[];
