import { dependenciesByNode } from './adjacency.ts'
import type { Link } from './edge.ts'

/**
 * The cycles of a graph: one for each set of nodes that all need each other, and the shortest through the first of them.
 * Each is a list in the order of need, whose last member needs the first. Linear in nodes and links, and without
 * recursion.
 */
export function findCycles<T>(nodes: readonly T[], links: readonly Link<T>[]): readonly (readonly T[])[] {
  const dependencies = dependenciesByNode(links)
  const componentOf = new Map<T, ReadonlySet<T>>()
  for (const component of components(nodes, dependencies))
    for (const node of component) componentOf.set(node, component)

  const found: (readonly T[])[] = []
  const done = new Set<ReadonlySet<T>>()
  for (const node of nodes) {
    const component = componentOf.get(node)
    if (component === undefined || done.has(component)) continue
    done.add(component)
    const cycle = shortestCycle(node, component, dependencies)
    if (cycle !== undefined) found.push(cycle)
  }
  return found
}

interface Visit<T> {
  readonly node: T
  readonly needs: readonly T[]
  next: number
}

/** Tarjan's strongly connected components, with a stack of our own: chains are as long as they like. */
function components<T>(nodes: readonly T[], dependencies: ReadonlyMap<T, readonly T[]>): readonly ReadonlySet<T>[] {
  const indexes = new Map<T, number>()
  const lowest = new Map<T, number>()
  const open: T[] = []
  const isOpen = new Set<T>()
  const found: Set<T>[] = []

  const lower = (node: T, to: number | undefined): void => {
    lowest.set(node, Math.min(lowest.get(node) ?? Infinity, to ?? Infinity))
  }
  const enter = (node: T): Visit<T> => {
    indexes.set(node, indexes.size)
    lower(node, indexes.get(node))
    open.push(node)
    isOpen.add(node)
    return { node, needs: dependencies.get(node) ?? [], next: 0 }
  }
  const close = (node: T): void => {
    const component = new Set<T>()
    while (!component.has(node)) {
      const member = open.pop() as T
      isOpen.delete(member)
      component.add(member)
    }
    found.push(component)
  }

  for (const root of nodes) {
    if (indexes.has(root)) continue
    const visits = [enter(root)]
    for (let visit = visits.at(-1); visit !== undefined; visit = visits.at(-1)) {
      if (visit.next < visit.needs.length) {
        const need = visit.needs[visit.next++] as T
        if (!indexes.has(need)) visits.push(enter(need))
        else if (isOpen.has(need)) lower(visit.node, indexes.get(need))
        continue
      }
      visits.pop()
      if (lowest.get(visit.node) === indexes.get(visit.node)) close(visit.node)
      const parent = visits.at(-1)
      if (parent !== undefined) lower(parent.node, lowest.get(visit.node))
    }
  }
  return found
}

/** Breadth first from one node back to itself, within its component. */
function shortestCycle<T>(
  start: T,
  component: ReadonlySet<T>,
  dependencies: ReadonlyMap<T, readonly T[]>,
): readonly T[] | undefined {
  const cameFrom = new Map<T, T>()
  const queue = new Set([start])
  for (const node of queue) {
    for (const need of dependencies.get(node) ?? []) {
      if (need === start) {
        const path: T[] = []
        for (let at: T | undefined = node; at !== undefined; at = cameFrom.get(at)) path.push(at)
        return path.toReversed()
      }
      if (!component.has(need) || queue.has(need)) continue
      cameFrom.set(need, node)
      queue.add(need)
    }
  }
  return undefined
}
