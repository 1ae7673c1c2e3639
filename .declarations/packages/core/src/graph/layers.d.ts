import type { Link } from './edge.ts';
/**
 * Nodes in layers: the first needs nothing, and each further one needs only what is in the layers before it. What is in
 * one layer is free of each other; there are as many layers as the longest chain has nodes.
 *
 * Nodes keep their order within a layer as far as the graph leaves it free. Linear in nodes and links.
 *
 * @throws {Error} if there is a cycle, which {@link findCycles} would name
 */
export declare function layers<T>(nodes: readonly T[], links: readonly Link<T>[]): readonly (readonly T[])[];
