import process from 'node:process'
import { engine } from '../engine-access.ts'
import { BadOptionError, NoSuchServiceError } from '../errors/scope-errors.ts'
import { show } from '../options/options-check.ts'
import { isService } from '../protocol.ts'
import type { Service, StopOptions } from '../service/service.ts'
import { serviceOf } from '../service-view.ts'
import type { Scope } from '../scope/scope.ts'
import type { GradualStopOptions } from '../scope/gradual-stop.ts'
import { pendingList, type PendingServiceList } from './pending-list.ts'

let make: <S extends Service>(services: Iterable<S>, scope: Scope | undefined) => ServiceList<S>

/** A list of a scope: an action of it that fails, and that nobody awaits, fails that scope. */
export function listIn<S extends Service>(scope: Scope | undefined, services: Iterable<S>): ServiceList<S> {
  return make(services, scope)
}

function checked<S extends Service>(services: Iterable<S>): readonly S[] {
  const isList = typeof services === 'object' && (services as object | null) !== null && Symbol.iterator in services
  const list = isList ? [...services] : undefined
  if (list?.every(isService) === true) return list
  throw new BadOptionError(
    `A ServiceList takes an array of services; it is given ${show(services)}.\n  To change  new ServiceList([api, db])`,
  )
}

/**
 * Services, for queries in chains and for bulk actions. Immutable: each filter returns a new list.
 *
 * Filters are synchronous and look at the last known state. Actions begin at once and return a pending list, which can be
 * awaited and chained on: `await list.findByTags('load').alive().stop().waitTillStopped(1000)`. A plain list is not thenable.
 */
export class ServiceList<S extends Service = Service> implements Iterable<S> {
  readonly #services: readonly S[]
  /** Without one it is the scope of the code that calls an action. */
  #scope: Scope | undefined

  static {
    make = (services, scope) => {
      const list = new ServiceList(services)
      list.#scope = scope
      return list
    }
  }

  constructor(services: Iterable<S>) {
    this.#services = [...new Set(Array.from(checked(services), serviceOf))]
  }

  get length(): number {
    return this.#services.length
  }

  [Symbol.iterator](): Iterator<S> {
    return this.#services[Symbol.iterator]()
  }

  /** Those with that name, or with a name that matches. */
  findByName(name: string | RegExp): ServiceList<S> {
    return this.filter((service) =>
      typeof name === 'string' ? service.serviceName === name : name.test(service.serviceName),
    )
  }

  /** Those that have all of the tags. */
  findByTags(...tags: readonly string[]): ServiceList<S> {
    return this.filter((service) => tags.every((tag) => service.tags.includes(tag)))
  }

  /** Those that have none of the tags. */
  excludeTags(...tags: readonly string[]): ServiceList<S> {
    return this.filter((service) => !tags.some((tag) => service.tags.includes(tag)))
  }

  /** Those that nothing needs. */
  findNoDependants(): ServiceList<S> {
    return this.filter((service) => service.dependants.length === 0)
  }

  /** Those that nothing alive needs: what may stop next. */
  findNoAliveDependants(): ServiceList<S> {
    return this.filter((service) => !service.dependants.isAnyAlive())
  }

  /** Those with that `stopPriority`; with two, those from the lowest to the highest, both included. */
  findByStopPriority(lowest: number, highest: number = lowest): ServiceList<S> {
    return this.filter(({ stopPriority }) => stopPriority >= lowest && stopPriority <= highest)
  }

  /** One list per priority, lowest (first to stop) first. */
  groupByStopPriority(): ReadonlyMap<number, ServiceList<S>> {
    const groups = Map.groupBy(this.#services, (service) => service.stopPriority)
    const sorted = [...groups].toSorted(([a], [b]) => a - b)
    return new Map(sorted.map(([stopPriority, services]) => [stopPriority, this.#with(services)]))
  }

  /** Those that are running and not stopping. */
  alive(): ServiceList<S> {
    return this.filter((service) => service.isServiceAlive())
  }

  notAlive(): ServiceList<S> {
    return this.filter((service) => !service.isServiceAlive())
  }

  isAnyAlive(): boolean {
    return this.#services.some((service) => service.isServiceAlive())
  }

  names(): string[] {
    return this.#services.map((service) => service.serviceName)
  }

  /** The service at that place, counted from 0, or from the end if negative; `undefined` if there is none. */
  at(index: number): S | undefined {
    return this.#services.at(index)
  }

  /**
   * The one service with that name.
   *
   * @param fallback - Returned instead of an error, if there is none
   * @throws {NoSuchServiceError} if there is none and no fallback was given, or if there is more than one
   */
  get(name: string): S
  get<Fallback>(name: string, fallback: Fallback): S | Fallback
  get(name: string, ...fallback: readonly unknown[]): unknown {
    const [first, second] = this.findByName(name)
    if (first !== undefined && second === undefined) return first
    if (first === undefined && fallback.length > 0) return fallback[0]
    const found = second === undefined ? 'none' : 'more than one'
    throw new NoSuchServiceError(
      `Expected one service "${name}" in the list and found ${found}. It holds: ${this.names().join(', ') || 'nothing'}.`,
    )
  }

  /** Those for which the predicate holds. */
  filter(predicate: (service: S) => boolean): ServiceList<S> {
    return this.#with(this.#services.filter(predicate))
  }

  reduce<T>(combine: (result: T, service: S) => T, initial: T): T {
    return this.#services.reduce(combine, initial)
  }

  /** A list with these as well. */
  append<T extends Service>(...services: readonly T[]): ServiceList<S | T> {
    return listIn<S | T>(this.#scope, [...this.#services, ...services])
  }

  /** A list with those of the other as well. */
  extend<T extends Service>(other: Iterable<T>): ServiceList<S | T> {
    return this.append(...other)
  }

  /** A list without these. */
  remove(...services: readonly Service[]): ServiceList<S> {
    const removed = new Set<Service>(services.map(serviceOf))
    return this.filter((service) => !removed.has(service))
  }

  copy(): ServiceList<S> {
    return this.#with(this.#services)
  }

  /** Stops them, each after everything alive that needs it. Rejects with what went wrong, when all are over. */
  stop(options: StopOptions = {}): PendingServiceList<S> {
    return this.#act(async () => engine().actions.stop(this.#services, 'stop', options))
  }

  /** The same without a graceful request. */
  kill(options: StopOptions = {}): PendingServiceList<S> {
    return this.#act(async () => engine().actions.stop(this.#services, 'kill', options))
  }

  /**
   * Runs the clean-up of each one that is over and whose clean-up did not run. Every stop runs it, so this is for those that
   * ended by themselves. @throws {CleanupRefusedError} before anything is done, if one of them is not over
   */
  cleanup(): PendingServiceList<S> {
    return this.#act(() => engine().actions.cleanUp(this.#services))
  }

  /** Resolves when all are over. @throws {NotStoppedInTimeError} when that time, in milliseconds, passes first */
  waitTillStopped(timeoutMs: number = Infinity): PendingServiceList<S> {
    return this.#act(async () => {
      await Promise.all(this.#services.map((service) => service.waitTillStopped(timeoutMs)))
    })
  }

  /**
   * Stops them wave by wave: in each, those that nothing alive in the list needs, lowest `stopPriority` first. What is
   * left when the time is over is killed, and named in the error; every service has its own limit besides.
   */
  graduallyStop(options: GradualStopOptions = {}): PendingServiceList<S> {
    return this.#act(() => engine().actions.graduallyStop(this.#services, options, 'graduallyStop'))
  }

  /** Does the same, under the name that says it: every stop of a service runs its clean-up, before what it needs stops. */
  graduallyStopAndCleanup(options: GradualStopOptions = {}): PendingServiceList<S> {
    return this.#act(() => engine().actions.graduallyStop(this.#services, options, 'graduallyStopAndCleanup'))
  }

  #with(services: readonly S[]): ServiceList<S> {
    return listIn(this.#scope, services)
  }

  #act(action: () => Promise<void>): PendingServiceList<S> {
    const scope = this.#scope ?? engine().currentScope()
    return pendingList(
      action().then(() => this),
      (error, wasAwaited) => {
        if (scope !== undefined) scope.report(error, wasAwaited)
        else if (!wasAwaited()) process.emitWarning(error)
      },
    )
  }
}
