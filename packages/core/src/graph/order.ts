import toposort from 'toposort'
import type { Link } from './edge.ts'
import { layers } from './layers.ts'

/**
 * How many nodes are handed to toposort at a time. Version 2.0.2 calls itself once for each link of a chain and overflows
 * the stack somewhere below 10,000; it cannot go deeper than the number of its nodes.
 */
const maxDepth = 1_000

/**
 * Nodes in an order in which each comes before everything that it needs: dependants first, as in a stop.
 *
 * A graph with more nodes than the stack is sure to have room for is cut between its layers into bands, which are sorted
 * one by one: no dependency leads from a lower band up, so the sorted bands behind each other are sorted. A band has at
 * most so many layers as toposort may go deep.
 *
 * @throws {Error} if there is a cycle, which {@link findCycles} would name, or a link of an unknown node
 */
export function order<T>(nodes: readonly T[], links: readonly Link<T>[]): readonly T[] {
  if (nodes.length <= maxDepth) return sort(nodes, links)
  const all = layers(nodes, links)
  const bandOf = new Map<T, number>()
  const bands: { readonly nodes: T[]; readonly links: Link<T>[] }[] = []
  for (const [index, layer] of all.entries()) {
    const band = Math.floor(index / maxDepth)
    const { nodes: members } = (bands[band] ??= { nodes: [], links: [] })
    for (const node of layer) {
      bandOf.set(node, band)
      members.push(node)
    }
  }
  for (const link of links) {
    const band = bandOf.get(link[0]) ?? -1
    if (band === bandOf.get(link[1])) bands[band]?.links.push(link)
  }
  return bands.toReversed().flatMap((band) => sort(band.nodes, band.links))
}

/** By index, because toposort writes a node of a cycle as JSON into its message, and ours are whole services. */
function sort<T>(nodes: readonly T[], links: readonly Link<T>[]): readonly T[] {
  const indexes = new Map(nodes.map((node, index) => [node, index]))
  const edges = links.map(([dependant, dependency]) => [indexOf(dependant), indexOf(dependency)] as const)
  const sorted = toposort.array([...indexes.values()], edges as [number, number][])
  return sorted.map((index) => nodes[index] as T)

  function indexOf(node: T): number {
    const index = indexes.get(node)
    if (index === undefined) throw new Error('A link leads to a node that is not in the graph')
    return index
  }
}
