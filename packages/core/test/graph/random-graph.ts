import fc from 'fast-check'
import type { Link } from '../../src/graph/edge.ts'

export interface RandomGraph {
  readonly nodes: readonly number[]
  readonly links: readonly Link<number>[]
}

/** Any graph, cycles and self-links included. */
export const anyGraph: fc.Arbitrary<RandomGraph> = fc.integer({ min: 1, max: 24 }).chain((size) =>
  fc.record({
    nodes: fc.constant(Array.from({ length: size }, (_, node) => node)),
    links: fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: size * 2 }),
  }),
)

/** A graph without cycles: links lead from higher to lower numbers, and the nodes are listed in any order. */
export const acyclicGraph: fc.Arbitrary<RandomGraph> = anyGraph.chain(({ nodes, links }) =>
  fc.record({
    nodes: fc.shuffledSubarray([...nodes], { minLength: nodes.length }),
    links: fc.constant(links.filter(([a, b]) => a !== b).map(([a, b]) => [Math.max(a, b), Math.min(a, b)] as const)),
  }),
)

/** A chain in which each node needs the next. */
export function chain(length: number): RandomGraph {
  const nodes = Array.from({ length }, (_, node) => node)
  return { nodes, links: nodes.slice(1).map((node) => [node - 1, node] as const) }
}

/** A graph without cycles that is as large as none of ours will be, from a fixed seed. */
export function largeGraph(size: number, linkCount: number): RandomGraph {
  let seed = 42
  const random = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return seed % below
  }
  const nodes = Array.from({ length: size }, (_, node) => node)
  const links = Array.from({ length: linkCount }, (): Link<number> => {
    const dependency = random(size - 1)
    return [dependency + 1 + random(size - 1 - dependency), dependency]
  })
  return { nodes, links }
}
