/**
 * How a dependency became known: destructured in a factory; named by `needs`; a service's node or cluster; reachable from
 * the dependant's own properties when it starts; asked for, started or first held at run time; or the cluster that a node is a
 * member of.
 */
export type EdgeKind = 'destructured' | 'needs' | 'on' | 'property' | 'runtime' | 'member';
/** A dependency as the functions over graphs take it. */
export type Link<T> = readonly [dependant: T, dependency: T];
