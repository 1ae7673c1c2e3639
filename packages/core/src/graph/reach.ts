import { dependantsByNode, dependenciesByNode } from './adjacency.js'
import type { Link } from './edge.js'

/** Everything that the given nodes need, directly or not. One of them is among it only if another (or itself) needs it. */
export function transitiveDependencies<T>(nodes: Iterable<T>, links: Iterable<Link<T>>): ReadonlySet<T> {
  return reach(nodes, dependenciesByNode(links))
}

/** Everything that needs the given nodes, directly or not. One of them is among it only if it needs another (or itself). */
export function transitiveDependants<T>(nodes: Iterable<T>, links: Iterable<Link<T>>): ReadonlySet<T> {
  return reach(nodes, dependantsByNode(links))
}

function reach<T>(nodes: Iterable<T>, next: ReadonlyMap<T, readonly T[]>): ReadonlySet<T> {
  const reached = new Set<T>()
  for (const node of nodes) for (const other of next.get(node) ?? []) reached.add(other)
  // A set that grows while it is walked is a queue without duplicates.
  for (const node of reached) for (const other of next.get(node) ?? []) reached.add(other)
  return reached
}
