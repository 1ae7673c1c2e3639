import { pathToFileURL } from 'node:url'
import type { HostDriver, HostDriverFacts, HostDriverModule, HostDriverOrder } from '@curfew/protocol'
import { SupervisorCallError } from '../errors.ts'

/** The drivers of a run; each is loaded with the first order that names it. */
export class Hosts {
  readonly #facts: HostDriverFacts
  readonly #drivers = new Map<string, Promise<HostDriver>>()

  constructor(facts: HostDriverFacts) {
    this.#facts = facts
  }

  /**
   * The driver that an order names: one for all orders with the same module and options. A failure is not remembered.
   *
   * @throws {SupervisorCallError} when it cannot be loaded or made
   */
  driver(order: HostDriverOrder): Promise<HostDriver> {
    const key = JSON.stringify([order.module, order.options])
    const known = this.#drivers.get(key)
    if (known !== undefined) return known
    const driver = this.#make(order)
    this.#drivers.set(key, driver)
    driver.catch(() => this.#drivers.delete(key))
    return driver
  }

  /** Has all of them close their connections. */
  async close(): Promise<void> {
    const drivers = [...this.#drivers.values()]
    this.#drivers.clear()
    const closed = await Promise.allSettled(drivers.map(async (driver) => (await driver).close?.()))
    for (const each of closed)
      if (each.status === 'rejected') this.#facts.complain(`a host driver: ${String(each.reason)}`)
  }

  async #make({ module, options }: HostDriverOrder): Promise<HostDriver> {
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
      return await create(options, this.#facts)
    } catch (cause) {
      throw new SupervisorCallError(`The host driver ${module} could not be loaded: ${(cause as Error).message}`, {
        cause,
      })
    }
  }
}
