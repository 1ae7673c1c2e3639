import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Link } from '../../src/graph/edge.js'
import { transitiveDependants, transitiveDependencies } from '../../src/graph/reach.js'
import { anyGraph, chain } from './random-graph.js'

const diamond: Link<string>[] = [
  ['load', 'api'],
  ['load', 'admin'],
  ['api', 'db'],
  ['admin', 'db'],
]

test('what a node needs and what needs it, directly or not', () => {
  expect([...transitiveDependencies(['load'], diamond)].toSorted()).toEqual(['admin', 'api', 'db'])
  expect([...transitiveDependants(['db'], diamond)].toSorted()).toEqual(['admin', 'api', 'load'])
  expect([...transitiveDependencies(['db', 'api'], diamond)]).toEqual(['db'])
})

test('a node is among its own dependencies only in a cycle', () => {
  expect(
    transitiveDependencies(
      ['a'],
      [
        ['a', 'b'],
        ['b', 'a'],
      ],
    ),
  ).toEqual(new Set(['a', 'b']))
})

test('dependencies and dependants are each other seen from the other end', () => {
  fc.assert(
    fc.property(anyGraph, ({ nodes, links }) => {
      for (const a of nodes) {
        const needed = transitiveDependencies([a], links)
        for (const b of nodes) expect(transitiveDependants([b], links).has(a)).toBe(needed.has(b))
      }
    }),
    { numRuns: 30 },
  )
})

test('reaches the end of a chain of 10,000', () => {
  const { nodes, links } = chain(10_000)
  expect(transitiveDependencies([0], links).size).toBe(nodes.length - 1)
})
