import type { Link } from './edge.ts'

/** The dependencies of each node that has some. */
export function dependenciesByNode<T>(links: Iterable<Link<T>>): ReadonlyMap<T, readonly T[]> {
  const byNode = new Map<T, T[]>()
  for (const [dependant, dependency] of links) add(byNode, dependant, dependency)
  return byNode
}

/** The dependants of each node that has some. */
export function dependantsByNode<T>(links: Iterable<Link<T>>): ReadonlyMap<T, readonly T[]> {
  const byNode = new Map<T, T[]>()
  for (const [dependant, dependency] of links) add(byNode, dependency, dependant)
  return byNode
}

function add<T>(byNode: Map<T, T[]>, node: T, other: T): void {
  const others = byNode.get(node)
  if (others === undefined) byNode.set(node, [other])
  else others.push(other)
}
