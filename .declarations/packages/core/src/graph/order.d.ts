import type { Link } from './edge.ts';
/**
 * Nodes in an order in which each comes before everything that it needs: dependants first, as in a stop.
 *
 * A graph with more nodes than the stack is sure to have room for is cut between its layers into bands, which are sorted
 * one by one: no dependency leads from a lower band up, so the sorted bands behind each other are sorted. A band has at
 * most so many layers as toposort may go deep.
 *
 * @throws {Error} if there is a cycle, which {@link findCycles} would name, or a link of an unknown node
 */
export declare function order<T>(nodes: readonly T[], links: readonly Link<T>[]): readonly T[];
