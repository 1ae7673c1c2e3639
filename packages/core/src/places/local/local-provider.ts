import { localCluster } from './local-cluster.ts'
import { localNode } from './local-node.ts'
import type { NodeProvider } from '../provider.ts'

/** Options of {@link localProvider}. */
export interface LocalProviderOptions {
  /** Number of nodes of the fixture `cluster`. @default 3 */
  readonly clusterSize?: number | undefined
}

/** Takes the fixtures `node` and `cluster` from this machine. */
export function localProvider(options: LocalProviderOptions = {}): NodeProvider {
  return {
    name: 'local',
    node: () => localNode(),
    cluster: () => localCluster({ size: options.clusterSize }),
  }
}
