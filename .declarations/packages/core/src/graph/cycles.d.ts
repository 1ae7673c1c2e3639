import type { Link } from './edge.ts';
/**
 * The cycles of a graph: one for each set of nodes that all need each other, and the shortest through the first of them.
 * Each is a list in the order of need, whose last member needs the first. Linear in nodes and links, and without
 * recursion.
 */
export declare function findCycles<T>(nodes: readonly T[], links: readonly Link<T>[]): readonly (readonly T[])[];
