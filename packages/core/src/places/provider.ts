import type { Cluster } from './cluster.ts'
import type { Node } from './node.ts'

/** Where the fixtures `node` and `cluster` come from, so that a suite can move to other nodes unchanged. */
export interface NodeProvider {
  /** How it is named in messages, e.g. `local`. */
  readonly name: string
  node(): Node
  cluster(): Cluster
}
