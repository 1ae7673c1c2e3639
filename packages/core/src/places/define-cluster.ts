import type { Cluster, ClusterOptions } from './cluster.ts'
import { makeCluster } from './cluster.ts'
import { checkClusterDefinition, type ClusterDefinition } from './definition.ts'
import { placeParts } from './make-place.ts'

/** Declares a cluster of one provider, with the options of that provider and those of every service. */
export type ClusterFactory<Options extends object> = object extends Options
  ? (options?: Options & ClusterOptions) => Cluster
  : (options: Options & ClusterOptions) => Cluster

/**
 * Defines a kind of cluster, the only way to have clusters other than those of this machine. It comes up before its nodes, and
 * goes down after them.
 *
 * @param define - Called once for each cluster; what it returns says how it comes up and what its nodes are
 * @returns a function that declares such a cluster
 * @throws {BadOptionError} from that function, naming what is wrong with the definition
 * @example
 * export const sshCluster = defineCluster((options: { readonly hosts: readonly string[] }) => ({
 *   nodes: (cluster) => options.hosts.map((host, index) => sshNode({ name: `ssh${index + 1}`, host, on: cluster })),
 * }))
 */
export function defineCluster<Options extends object = object>(
  define: (options: Options) => ClusterDefinition,
): ClusterFactory<Options> {
  const factory = (options: Options & ClusterOptions): Cluster => {
    const given = options ?? {}
    const definition: unknown = define(given)
    checkClusterDefinition(definition)
    return makeCluster(placeParts(definition, given, undefined))
  }
  return factory as ClusterFactory<Options>
}
