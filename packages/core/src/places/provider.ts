import { BadOptionError } from '../errors/scope-errors.ts'
import { isText } from '../options/options-check.ts'
import type { Cluster } from './cluster.ts'
import type { Node } from './node.ts'
import { isCluster, isNode } from '../place.ts'

/** Where the fixtures `node` and `cluster` come from, so that a suite can move to other nodes unchanged. */
export interface NodeProvider {
  /** How it is named in messages, e.g. `local`. */
  readonly name: string
  /** Makes a node, by a function that `defineNode` returned. */
  node(): Node
  /** Makes a cluster, by a function that `defineCluster` returned. */
  cluster(): Cluster
}

export function isProvider(value: unknown): value is NodeProvider {
  if (typeof value !== 'object' || value === null) return false
  const { name, node, cluster } = value as Partial<NodeProvider>
  return isText(name) && typeof node === 'function' && typeof cluster === 'function'
}

/** @throws {BadOptionError} if the provider makes something else */
export function nodeOf(provider: NodeProvider): Node {
  const made: unknown = provider.node()
  if (isNode(made)) return made
  throw wrong(provider, 'node', 'localNode() or by a function that defineNode()', made)
}

/** @throws {BadOptionError} if the provider makes something else */
export function clusterOf(provider: NodeProvider): Cluster {
  const made: unknown = provider.cluster()
  if (isCluster(made)) return made
  throw wrong(provider, 'cluster', 'localCluster() or by a function that defineCluster()', made)
}

function wrong({ name }: NodeProvider, what: string, by: string, made: unknown): BadOptionError {
  const found = typeof made === 'object' && made !== null ? (made.constructor?.name ?? 'an object') : String(made)
  return new BadOptionError(
    `${what}() of the node provider "${name}" has to return a ${what} that was made by ${by} of @curfew/core/provider returned; it returned ${found}.`,
  )
}
