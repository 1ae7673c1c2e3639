import process from 'node:process'
import { requireOptions } from '../../options/options-check.ts'
import { localClusterTable } from '../../options/option-tables.ts'
import { makeCluster, type Cluster, type ClusterOptions } from '../cluster.ts'
import { placeParts } from '../make-place.ts'
import { localNode } from './local-node.ts'

/** Options of {@link localCluster}. */
export interface LocalClusterOptions extends ClusterOptions {
  /** Number of nodes, 1–200. @default 3 */
  readonly size?: number | undefined
}

/**
 * Declares a cluster of nodes on this machine, each at a loopback address of its own: 127.0.0.2, 127.0.0.3 … (Linux; elsewhere
 * all at 127.0.0.1).
 */
export function localCluster(options: LocalClusterOptions = {}): Cluster {
  requireOptions('localCluster', options, 'localCluster({ size: 3 })')
  const { size = 3 } = options
  const nodes = (cluster: Cluster) =>
    Array.from({ length: size }, (_, index) =>
      localNode({ name: `${cluster.serviceName}-node${index + 1}`, host: hostOf(index), on: cluster }),
    )
  return makeCluster(placeParts({ nodes }, options, localClusterTable))
}

/** Only Linux answers at every address of 127/8 without set-up. */
function hostOf(index: number): string {
  return process.platform === 'linux' ? `127.0.0.${index + 2}` : '127.0.0.1'
}
