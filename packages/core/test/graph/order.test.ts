import fc from 'fast-check'
import { expect, test } from 'vitest'
import { order } from '../../src/graph/order.ts'
import { acyclicGraph, anyGraph, chain, largeGraph, type RandomGraph } from './random-graph.ts'

test('each node comes before everything that it needs, in any graph without cycles', () => {
  fc.assert(
    fc.property(acyclicGraph, ({ nodes, links }) => {
      expectOrdered({ nodes, links }, order(nodes, links))
    }),
  )
})

test('the same holds across the bands of a graph that toposort would overflow on', () => {
  const long = chain(10_000)
  expect(order(long.nodes, long.links)).toEqual(long.nodes)
  // Short cuts over all distances, so that links cross one band, many, and none.
  const shortCuts = [1, 2, 999, 1_000, 1_001, 5_000].flatMap((step) =>
    long.nodes.slice(step).map((node) => [node - step, node] as const),
  )
  expectOrdered({ nodes: long.nodes, links: shortCuts }, order(long.nodes.toReversed(), shortCuts))
})

test('sorts 100,000 links of 20,000 nodes in no time that matters', () => {
  const graph = largeGraph(20_000, 100_000)
  const begun = process.cpuUsage()
  const sorted = order(graph.nodes, graph.links)
  const { user, system } = process.cpuUsage(begun)
  expectOrdered(graph, sorted)
  // Processor time: what else the machine does takes none of it.
  expect((user + system) / 1000).toBeLessThan(5_000)
})

test('a graph with a cycle is refused, also when the cycle is in a large one', () => {
  expect(() =>
    order(
      ['a', 'b'],
      [
        ['a', 'b'],
        ['b', 'a'],
      ],
    ),
  ).toThrow('Cyclic')
  const { nodes, links } = chain(5_000)
  expect(() => order(nodes, [...links, [4_999, 4_000]])).toThrow('cycle')
})

test('a link of a node that is not in the graph is refused', () => {
  expect(() => order(['a'], [['a', 'b']])).toThrow('not in the graph')
})

test('a graph with a cycle never comes out as if it were sorted', () => {
  fc.assert(
    fc.property(anyGraph, ({ nodes, links }) => {
      let sorted: readonly number[]
      try {
        sorted = order(nodes, links)
      } catch {
        return
      }
      expectOrdered({ nodes, links }, sorted)
    }),
  )
})

function expectOrdered({ nodes, links }: RandomGraph, sorted: readonly number[]): void {
  expect(sorted.length).toBe(nodes.length)
  const position = new Map(sorted.map((node, index) => [node, index]))
  expect(position.size).toBe(nodes.length)
  for (const [dependant, dependency] of links) {
    if (position.get(dependant)! >= position.get(dependency)!) expect.fail(`${dependency} is before ${dependant}`)
  }
}
