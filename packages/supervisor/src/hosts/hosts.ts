import { pathToFileURL } from 'node:url'
import type { HostDriver, HostDriverFacts, HostDriverModule, HostDriverOrder, HostReach } from '@curfew/protocol'
import { SupervisorCallError } from '../errors.ts'

/** What drivers are made for, and who is told of their hosts. */
export interface HostsFacts extends Omit<HostDriverFacts, 'reach'> {
  /** Whether a host can be reached has changed. */
  readonly reached?: (order: HostDriverOrder, reach: HostReach) => void
}

/** The drivers of a run; each is loaded with the first order that names it. */
export class Hosts {
  readonly #facts: HostsFacts
  readonly #drivers = new Map<string, Promise<HostDriver>>()
  readonly #unreachable = new Map<string, readonly [HostDriverOrder, HostReach]>()

  constructor(facts: HostsFacts) {
    this.#facts = facts
  }

  /**
   * The driver that an order names: one for all orders with the same module and options. A failure is not remembered.
   *
   * @throws {SupervisorCallError} when it cannot be loaded or made
   */
  driver(order: HostDriverOrder): Promise<HostDriver> {
    const key = keyOf(order)
    const known = this.#drivers.get(key)
    if (known !== undefined) return known
    const driver = this.#make(order)
    this.#drivers.set(key, driver)
    driver.catch(() => this.#drivers.delete(key))
    return driver
  }

  /** Hosts that cannot be reached now, and why. */
  get unreachable(): Iterable<readonly [HostDriverOrder, HostReach]> {
    return this.#unreachable.values()
  }

  /** Has all of them close their connections. */
  async close(): Promise<void> {
    const drivers = [...this.#drivers.values()]
    this.#drivers.clear()
    const closed = await Promise.allSettled(drivers.map(async (driver) => (await driver).close?.()))
    for (const each of closed)
      if (each.status === 'rejected') this.#facts.complain(`a host driver: ${String(each.reason)}`)
  }

  async #make(order: HostDriverOrder): Promise<HostDriver> {
    const { module, options } = order
    if (!module.startsWith('/') && !module.startsWith('file:')) {
      throw new SupervisorCallError(
        `The host driver "${module}" was not loaded: expected an absolute path or a file: URL, for example import.meta.resolve('./driver.js').`,
      )
    }
    try {
      const url = module.startsWith('file:') ? module : pathToFileURL(module).href
      const loaded = (await import(url)) as Partial<HostDriverModule> & { readonly default?: Partial<HostDriverModule> }
      const create = loaded.createHostDriver ?? loaded.default?.createHostDriver
      if (create === undefined) throw new TypeError('it exports no function "createHostDriver"')
      const { run, complain } = this.#facts
      return await create(options, { run, complain, reach: (reach) => this.#reached(order, reach) })
    } catch (cause) {
      throw new SupervisorCallError(`The host driver ${module} could not be loaded: ${(cause as Error).message}`, {
        cause,
      })
    }
  }

  #reached(order: HostDriverOrder, reach: HostReach): void {
    if (reach.isReachable) this.#unreachable.delete(keyOf(order))
    else this.#unreachable.set(keyOf(order), [order, reach])
    this.#facts.reached?.(order, reach)
  }
}

function keyOf({ module, options }: HostDriverOrder): string {
  return JSON.stringify([module, options])
}
