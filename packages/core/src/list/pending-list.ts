import type { Service, StopOptions } from '../service/service.ts'
import type { GradualStopOptions } from '../scope/gradual-stop.ts'
import type { ServiceList } from './service-list.ts'

/** Takes an error that counts only if nobody has awaited it by the time it is judged. */
export type ReportUnawaited = (error: Error, wasAwaited: () => boolean) => void

let make: <S extends Service>(list: Promise<ServiceList<S>>, report: ReportUnawaited) => PendingServiceList<S>

/** The list of an action that was begun; users get one from an action only. */
export function pendingList<S extends Service>(
  list: Promise<ServiceList<S>>,
  report: ReportUnawaited,
): PendingServiceList<S> {
  return make(list, report)
}

/**
 * A list whose action is under way: awaiting it gives the list, and what is chained on it is evaluated when the action has
 * settled. A rejection that nobody awaits fails the test through its scope, never as an unhandled one.
 */
export class PendingServiceList<S extends Service = Service> implements PromiseLike<ServiceList<S>> {
  readonly #list: Promise<ServiceList<S>>
  readonly #report: ReportUnawaited
  #observed = false

  static {
    make = (list, report) => new PendingServiceList(list, report)
  }

  private constructor(list: Promise<ServiceList<S>>, report: ReportUnawaited) {
    this.#list = list
    this.#report = report
    list.catch((error: unknown) => {
      // Not decided before the end: it may be awaited late, as one of several that were begun together.
      report(error as Error, () => this.#observed)
    })
  }

  // oxlint-disable-next-line unicorn/no-thenable -- awaiting a chain is its purpose
  then<T = ServiceList<S>, E = never>(
    onFulfilled?: ((list: ServiceList<S>) => T | PromiseLike<T>) | null,
    onRejected?: ((reason: unknown) => E | PromiseLike<E>) | null,
  ): Promise<T | E> {
    this.#observed = true
    return this.#list.then(onFulfilled, onRejected)
  }

  findByName(name: string | RegExp): PendingServiceList<S> {
    return this.#filter((list) => list.findByName(name))
  }

  findByTags(...tags: readonly string[]): PendingServiceList<S> {
    return this.#filter((list) => list.findByTags(...tags))
  }

  excludeTags(...tags: readonly string[]): PendingServiceList<S> {
    return this.#filter((list) => list.excludeTags(...tags))
  }

  findNoDependants(): PendingServiceList<S> {
    return this.#filter((list) => list.findNoDependants())
  }

  findNoAliveDependants(): PendingServiceList<S> {
    return this.#filter((list) => list.findNoAliveDependants())
  }

  findByStopPriority(lowest: number, highest: number = lowest): PendingServiceList<S> {
    return this.#filter((list) => list.findByStopPriority(lowest, highest))
  }

  groupByStopPriority(): Promise<ReadonlyMap<number, ServiceList<S>>> {
    return this.then((list) => list.groupByStopPriority())
  }

  alive(): PendingServiceList<S> {
    return this.#filter((list) => list.alive())
  }

  notAlive(): PendingServiceList<S> {
    return this.#filter((list) => list.notAlive())
  }

  isAnyAlive(): Promise<boolean> {
    return this.then((list) => list.isAnyAlive())
  }

  names(): Promise<string[]> {
    return this.then((list) => list.names())
  }

  at(index: number): Promise<S | undefined> {
    return this.then((list) => list.at(index))
  }

  get(name: string): Promise<S>
  get<Fallback>(name: string, fallback: Fallback): Promise<S | Fallback>
  get(...call: readonly [name: string, ...fallback: unknown[]]): Promise<unknown> {
    return this.then((list) => list.get(...(call as readonly [string, unknown])))
  }

  filter(predicate: (service: S) => boolean): PendingServiceList<S> {
    return this.#filter((list) => list.filter(predicate))
  }

  reduce<T>(combine: (result: T, service: S) => T, initial: T): Promise<T> {
    return this.then((list) => list.reduce(combine, initial))
  }

  append<T extends Service>(...services: readonly T[]): PendingServiceList<S | T> {
    return this.#chain((list) => list.append(...services))
  }

  extend<T extends Service>(other: Iterable<T>): PendingServiceList<S | T> {
    return this.#chain((list) => list.extend(other))
  }

  remove(...services: readonly Service[]): PendingServiceList<S> {
    return this.#filter((list) => list.remove(...services))
  }

  copy(): PendingServiceList<S> {
    return this.#filter((list) => list.copy())
  }

  stop(options: StopOptions = {}): PendingServiceList<S> {
    return this.#filter((list) => list.stop(options))
  }

  kill(options: StopOptions = {}): PendingServiceList<S> {
    return this.#filter((list) => list.kill(options))
  }

  cleanup(): PendingServiceList<S> {
    return this.#filter((list) => list.cleanup())
  }

  waitTillStopped(timeoutMs: number = Infinity): PendingServiceList<S> {
    return this.#filter((list) => list.waitTillStopped(timeoutMs))
  }

  graduallyStop(options: GradualStopOptions = {}): PendingServiceList<S> {
    return this.#filter((list) => list.graduallyStop(options))
  }

  graduallyStopAndCleanup(options: GradualStopOptions = {}): PendingServiceList<S> {
    return this.#filter((list) => list.graduallyStopAndCleanup(options))
  }

  #filter(step: (list: ServiceList<S>) => ServiceList<S> | PromiseLike<ServiceList<S>>): PendingServiceList<S> {
    return this.#chain(step)
  }

  /** The error goes to the end of the chain: whoever chains has not awaited it yet. */
  #chain<T extends Service>(
    step: (list: ServiceList<S>) => ServiceList<T> | PromiseLike<ServiceList<T>>,
  ): PendingServiceList<T> {
    this.#observed = true
    return new PendingServiceList(
      this.#list.then((list) => step(list)),
      this.#report,
    )
  }
}
