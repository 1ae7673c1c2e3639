import { dependantsByNode } from './adjacency.ts'
import type { Link } from './edge.ts'

/**
 * Nodes in layers: the first needs nothing, and each further one needs only what is in the layers before it. What is in
 * one layer is free of each other; there are as many layers as the longest chain has nodes.
 *
 * Nodes keep their order within a layer as far as the graph leaves it free. Linear in nodes and links.
 *
 * @throws {Error} if there is a cycle, which {@link findCycles} would name
 */
export function layers<T>(nodes: readonly T[], links: readonly Link<T>[]): readonly (readonly T[])[] {
  const dependants = dependantsByNode(links)
  const missing = new Map<T, number>(nodes.map((node) => [node, 0]))
  for (const [dependant] of links) missing.set(dependant, (missing.get(dependant) ?? 0) + 1)

  const found: T[][] = []
  let placed = 0
  let layer = nodes.filter((node) => missing.get(node) === 0)
  while (layer.length > 0) {
    found.push(layer)
    placed += layer.length
    const next: T[] = []
    for (const node of layer) {
      for (const dependant of dependants.get(node) ?? []) {
        const left = (missing.get(dependant) ?? 0) - 1
        missing.set(dependant, left)
        if (left === 0) next.push(dependant)
      }
    }
    layer = next
  }
  if (placed < missing.size)
    throw new Error(
      `${missing.size - placed} of ${missing.size} nodes need each other in a cycle, or are not in the graph`,
    )
  return found
}
