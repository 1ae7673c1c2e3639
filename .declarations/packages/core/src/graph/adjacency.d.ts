import type { Link } from './edge.ts';
/** The dependencies of each node that has some. */
export declare function dependenciesByNode<T>(links: Iterable<Link<T>>): ReadonlyMap<T, readonly T[]>;
/** The dependants of each node that has some. */
export declare function dependantsByNode<T>(links: Iterable<Link<T>>): ReadonlyMap<T, readonly T[]>;
