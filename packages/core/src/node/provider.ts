import type { Cluster } from './cluster.js'
import type { Node } from './node.js'

/** Where the fixtures `node` and `cluster` come from, so that a suite can move to other nodes unchanged. */
export interface NodeProvider {
  /** How it is named in messages, e.g. `local`. */
  readonly name: string
  node(): Node
  cluster(): Cluster
}
