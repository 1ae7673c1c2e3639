import { engine } from '../engine-access.ts'
import type { ServiceList } from '../list/service-list.ts'
import { Service } from '../service/service.ts'
import { servicesOn } from './services-on.ts'

/**
 * A place to run processes. It is a member of the graph: the services that are `on` it depend on it, wait until it is up
 * before they start and before each iteration, and stop before it does.
 */
export abstract class Node extends Service {
  /** Literal IP that its services listen on, e.g. `127.0.0.2`. */
  abstract readonly host: string

  /** Whether services may start and iterate on it now. */
  abstract isUp(): boolean

  /** Resolves when it is up; rejects with the signal's reason when that aborts first. */
  abstract waitTillUp(signal?: AbortSignal): Promise<void>

  /** The living and past services that hang on it. */
  get services(): ServiceList {
    return servicesOn(engine(), this)
  }

  /** Stops the services on it and their dependants, wherever they run, then the node itself. */
  async destroy(): Promise<void> {
    await this.stop()
  }
}
