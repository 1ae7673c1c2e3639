import { type HostDriver, type ResourceOrder, delay, monotonicMs } from '@curfew/protocol'
import { SupervisorCallError } from '../errors.ts'
import type { FinishedService, StopRequester } from '@curfew/protocol/journal'
import type { Journal } from '../journal/journal.ts'
import type { Supervised } from './supervised.ts'

/** What a resource needs of the supervisor. */
export interface ResourceSurroundings {
  readonly journal: Pick<Journal, 'write'>
  /** Loads its driver, where it is not loaded yet. */
  readonly driver: () => Promise<HostDriver>
}

/** What the journal tells of a resource. */
export interface ResourcePast {
  /** What was said of it when it was made; absent where it was not made, or only half. */
  readonly made?: { readonly value: unknown } | undefined
}

/**
 * Something that a driver made and that is no process, from the intent to its release.
 *
 * `intent → made → released`; from the intent on it may exist, and only a release that went well says that it does not.
 */
export class SupervisedResource implements Supervised {
  readonly order: ResourceOrder
  readonly needs: Set<string>
  readonly #around: ResourceSurroundings
  #making: Promise<unknown> | undefined
  #made: { readonly value: unknown } | undefined
  #releasing: Promise<void> | undefined
  #isReleased = false

  /** With a past nothing is made: it is there to be released, or to be made again once it was. */
  constructor(order: ResourceOrder, around: ResourceSurroundings, past?: ResourcePast) {
    this.order = order
    this.needs = new Set(order.needs)
    this.#around = around
    this.#made = past?.made
    if (past === undefined) this.#making = this.#make()
    // Whoever waits for it is told.
    this.#making?.catch(() => {})
  }

  get id(): string {
    return this.order.id
  }

  get service(): string {
    return this.order.service
  }

  get isLeft(): boolean {
    return !this.#isReleased
  }

  /** What its driver says of it, once it is made. What another supervisor half made is released, and made anew. */
  value(): Promise<unknown> {
    if (this.#made !== undefined) return Promise.resolve(this.#made.value)
    this.#making ??= this.release('supervisor').then(() => {
      this.#isReleased = false
      this.#releasing = undefined
      return this.#make()
    })
    return this.#making
  }

  /**
   * Releases it, once at a time.
   *
   * @throws when something of it is left; then it may be called again
   */
  release(by: StopRequester): Promise<void> {
    this.#releasing ??= this.#release(by).catch((error: unknown) => {
      this.#releasing = undefined
      throw error
    })
    return this.#releasing
  }

  async finish(): Promise<FinishedService> {
    const { id, service } = this.order
    const startedMs = monotonicMs()
    const about = { id, service, exit: { code: null, signal: null }, survivors: [] }
    const durationMs = (): number => Math.round(monotonicMs() - startedMs)
    try {
      await this.release('supervisor')
      return { ...about, outcome: 'stopped', durationMs: durationMs() }
    } catch (error) {
      return { ...about, outcome: 'left-alive', durationMs: durationMs(), error: (error as Error).message }
    }
  }

  async #make(): Promise<unknown> {
    const { id } = this.order
    const { journal, driver } = this.#around
    journal.write({ event: 'resource-intent', ...this.order })
    try {
      const { acquire } = await driver().then((made) => ({ acquire: made.acquire?.bind(made) }))
      if (acquire === undefined)
        throw new SupervisorCallError(`The host driver ${this.order.driver.module} makes no resources.`)
      const value = await acquire(this.order)
      this.#made = { value }
      journal.write({ event: 'resource-made', id, value })
      return value
    } catch (error) {
      journal.write({ event: 'resource-failed', id, message: (error as Error).message })
      // Where that fails, it is tried again when its owner is finished.
      this.release('supervisor').catch(() => {})
      throw error
    }
  }

  async #release(by: StopRequester): Promise<void> {
    if (this.#isReleased) return
    const { id, releaseTimeoutMs } = this.order
    const { journal } = this.#around
    const startedMs = monotonicMs()
    const making = this.#making
    try {
      // What is being made is made to the end first, so that there is something to be released.
      if (making !== undefined) await Promise.race([making.catch(() => {}), delay(releaseTimeoutMs, { unref: true })])
      await Promise.race([this.#askDriver(), tooLate(releaseTimeoutMs)])
    } catch (error) {
      journal.write({ event: 'resource-left', id, by, message: (error as Error).message })
      throw error
    }
    this.#isReleased = true
    journal.write({ event: 'resource-released', id, by, durationMs: Math.round(monotonicMs() - startedMs) })
  }

  async #askDriver(): Promise<void> {
    const driver = await this.#around.driver()
    if (driver.release === undefined) {
      throw new SupervisorCallError(`The host driver ${this.order.driver.module} releases nothing.`)
    }
    await driver.release({ order: this.order, value: this.#made?.value })
  }
}

async function tooLate(limitMs: number): Promise<never> {
  await delay(limitMs, { unref: true })
  throw new SupervisorCallError(`It was not released within ${limitMs} ms.`)
}
