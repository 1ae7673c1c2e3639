import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findCycles } from '../../src/graph/cycles.ts'
import type { Link } from '../../src/graph/edge.ts'
import { acyclicGraph, anyGraph, chain } from './random-graph.ts'

test('a graph without cycles has none', () => {
  fc.assert(fc.property(acyclicGraph, ({ nodes, links }) => findCycles(nodes, links).length === 0))
})

test('each cycle is a way along links back to its begin, and no two share a node', () => {
  fc.assert(
    fc.property(anyGraph, ({ nodes, links }) => {
      const has = new Set(links.map(([from, to]) => `${from} ${to}`))
      const cycles = findCycles(nodes, links)
      for (const cycle of cycles) {
        for (const [index, node] of cycle.entries())
          expect(has).toContain(`${node} ${cycle[(index + 1) % cycle.length]}`)
      }
      expect(new Set(cycles.flat()).size).toBe(cycles.flat().length)
    }),
  )
})

test('every node that needs itself over some way is in a set of nodes of which one cycle is told', () => {
  fc.assert(
    fc.property(anyGraph, ({ nodes, links }) => {
      const told = new Set(findCycles(nodes, links).flat())
      for (const node of nodes) {
        const needed = neededBy(node, links)
        if (!needed.has(node)) continue
        const partners = nodes.filter((other) => needed.has(other) && neededBy(other, links).has(node))
        expect(partners.some((partner) => told.has(partner))).toBe(true)
      }
    }),
  )
})

test('the shortest cycle of a set stands for it, in the order of need', () => {
  const links: Link<string>[] = [
    ['a', 'b'],
    ['b', 'c'],
    ['c', 'a'],
    ['b', 'a'],
    ['x', 'x'],
    ['lone', 'a'],
  ]
  expect(findCycles(['lone', 'a', 'b', 'c', 'x'], links)).toEqual([['a', 'b'], ['x']])
})

test('a cycle through 10,000 nodes is found without recursion', () => {
  const { nodes, links } = chain(10_000)
  expect(findCycles(nodes, links)).toEqual([])
  expect(findCycles(nodes, [...links, [9_999, 0]])).toEqual([nodes])
})

/** Everything that a node needs, directly or not; itself only on a cycle. */
function neededBy(node: number, links: readonly Link<number>[]): ReadonlySet<number> {
  const needed = new Set<number>()
  const grow = (dependant: number): void => {
    for (const [from, to] of links) {
      if (from !== dependant || needed.has(to)) continue
      needed.add(to)
      grow(to)
    }
  }
  grow(node)
  return needed
}
