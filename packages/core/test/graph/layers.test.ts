import fc from 'fast-check'
import { expect, test } from 'vitest'
import { layers } from '../../src/graph/layers.ts'
import { acyclicGraph, chain } from './random-graph.ts'

test('each node is one layer above the highest that it needs, whatever the graph', () => {
  fc.assert(
    fc.property(acyclicGraph, ({ nodes, links }) => {
      const found = layers(nodes, links)
      const layerOf = new Map(found.flatMap((layer, index) => layer.map((node) => [node, index] as const)))
      expect(new Set(layerOf.keys())).toEqual(new Set(nodes))
      for (const node of nodes) {
        const needed = links.filter(([from]) => from === node).map(([, to]) => layerOf.get(to)!)
        expect(layerOf.get(node)).toBe(Math.max(-1, ...needed) + 1)
      }
    }),
  )
})

test('a chain of 10,000 has as many layers', () => {
  const { nodes, links } = chain(10_000)
  expect(layers(nodes, links)).toEqual(nodes.toReversed().map((node) => [node]))
})

test('a cycle is refused with its size', () => {
  expect(() =>
    layers(
      ['a', 'b', 'c'],
      [
        ['a', 'b'],
        ['b', 'a'],
      ],
    ),
  ).toThrow('2 of 3 nodes')
})
