import { engine } from '../engine-access.ts'
import { NotExtensibleError } from '../errors/place-errors.ts'
import { BadOptionError } from '../errors/scope-errors.ts'
import type { ServiceList } from '../list/service-list.ts'
import { protocolOf } from '../protocol.ts'
import type { ServiceOptions } from '../service/options.ts'
import { Service } from '../service/service.ts'
import type { ClusterDefinition } from './definition.ts'
import { becomePlace, placeDefinition, type PlaceParts } from './make-place.ts'
import type { Node } from './node.ts'
import { isNode } from '../place.ts'
import { servicesOn } from '../list/services-on.ts'

/** Options that every cluster takes, besides those of its provider. */
export type ClusterOptions = ServiceOptions

let construct: (parts: PlaceParts<ClusterDefinition>) => Cluster

/**
 * A set of nodes. Services that are `on` it, and its nodes, stop before it does.
 *
 * Made by `localCluster()`, and by what `defineCluster()` of `@curfew/core/provider` returns; it has no public constructor.
 */
export class Cluster extends Service {
  static {
    construct = (parts) => new Cluster(parts)
  }

  // Private, since a service found in a property would count as a dependency; its nodes need it, not the reverse.
  readonly #nodes: readonly Node[]

  private constructor(parts: PlaceParts<ClusterDefinition>) {
    if (new.target !== Cluster || parts?.state === undefined) {
      const instead = 'make clusters with defineCluster() of @curfew/core/provider'
      throw new NotExtensibleError('Cluster', new.target.name, instead)
    }
    const facts = { what: 'cluster', ownClass: Cluster, name: () => this.serviceName } as const
    super(placeDefinition(parts, facts, () => this.#nodes))
    becomePlace(this, parts, { node: () => null, cluster: () => this.serviceName })
    this.#nodes = [...parts.definition.nodes(this)]
    for (const node of this.#nodes) checkNode(node, this)
  }

  get nodes(): readonly Node[] {
    return this.#nodes
  }

  /** The living and past services that hang on the cluster itself (not those of its nodes). */
  get services(): ServiceList {
    return servicesOn(engine(), this)
  }

  /** Stops its services and nodes, with all that depends on them, then the cluster itself. */
  async destroy(): Promise<void> {
    await this.stop()
  }
}

/** Makes a cluster; only what `defineCluster` returns does. */
export function makeCluster(parts: PlaceParts<ClusterDefinition>): Cluster {
  return construct(parts)
}

function checkNode(node: unknown, cluster: Cluster): void {
  const name = cluster.serviceName
  if (!isNode(node)) {
    throw new BadOptionError(
      `The nodes of cluster "${name}" have to be made by localNode() or what defineNode() returns; one is ${String(node)}.`,
    )
  }
  if (protocolOf(node).options.on === cluster) return
  throw new BadOptionError(
    `Node "${node.serviceName}" of cluster "${name}" has to be on it: give it the option "on", which is the cluster that nodes() is called with.`,
  )
}
