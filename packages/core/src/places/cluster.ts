import { engine } from '../engine-access.ts'
import type { ServiceList } from '../list/service-list.ts'
import { Service } from '../service/service.ts'
import type { Node } from './node.ts'
import { servicesOn } from './services-on.ts'

/** A set of nodes. Services that are `on` it, and its nodes, stop before it does. */
export abstract class Cluster extends Service {
  abstract readonly nodes: readonly Node[]

  /** The living and past services that hang on the cluster itself (not those of its nodes). */
  get services(): ServiceList {
    return servicesOn(engine(), this)
  }

  /** Stops its services and nodes, with all that depends on them, then the cluster itself. */
  async destroy(): Promise<void> {
    await this.stop()
  }
}
