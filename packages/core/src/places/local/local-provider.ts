import { checkCall, isWhole, type OptionTable } from '../../options/options-check.ts'
import { localCluster } from './local-cluster.ts'
import { localNode } from './local-node.ts'
import type { NodeProvider } from '../provider.ts'

/** Options of {@link localProvider}. */
export interface LocalProviderOptions {
  /** Number of nodes of the fixture `cluster`. @default 3 */
  readonly clusterSize?: number | undefined
}

const providerTable: OptionTable<keyof LocalProviderOptions> = {
  clusterSize: { expected: 'a whole number from 1 to 200', is: (value) => isWhole(value, 1, 200) },
}

/** Takes the fixtures `node` and `cluster` from this machine. */
export function localProvider(options: LocalProviderOptions = {}): NodeProvider {
  checkCall('localProvider', options, providerTable)
  return {
    name: 'local',
    node: () => localNode(),
    cluster: () => localCluster({ size: options.clusterSize }),
  }
}
