import type { Service } from '@curfew/core'
import { CrashRace, type CatalogEntry, type Scope } from '@curfew/core/engine'
import type { Task } from './task.ts'

/** Tests marked with `test.fails` whose mark was taken off for one attempt. */
const expectedToFail = new WeakSet<Task>()

/** One attempt of one test (each retry and each repeat is another), and the scope that it has. */
export class Attempt {
  /** What its body, hooks and fixtures are handed, by what was declared: started before the first of them, and the same for all. */
  readonly services: Map<CatalogEntry, Service> = new Map()
  readonly #race: CrashRace
  readonly #signal: AbortSignal
  readonly #abort = (): void => {
    this.#race.abort(this.#signal.reason)
  }

  constructor(
    readonly task: Task,
    readonly scope: Scope,
  ) {
    this.#signal = task.context.signal
    if (expectedToFail.has(task)) task.fails = true
    this.#race = new CrashRace(scope)
  }

  /** What the test itself was failed with already: not told again when its scope closes. */
  get told(): ReadonlySet<unknown> {
    return this.#race.told
  }

  /** Runs the body of the test, and fails at once when a service of it crashes; then its `signal` aborts too. */
  async race(body: () => Promise<unknown>): Promise<void> {
    // By way of the race, in whose scope the listeners then run, and not in what Vitest does when it aborts.
    if (this.#signal.aborted) this.#abort()
    else this.#signal.addEventListener('abort', this.#abort, { once: true })
    this.task.context.signal = this.#race.signal
    await this.#race.race(body)
  }

  /** The test and its hooks are over. Gives it the signal back that it had: Vitest 4.1 keeps one for all attempts. */
  end(): void {
    this.#race.end()
    this.#signal.removeEventListener('abort', this.#abort)
    this.task.context.signal = this.#signal
  }

  /** Vitest looks at `fails` when the attempt is over: without it, a failure stays one. */
  failWhateverIsExpected(): void {
    if (this.task.fails !== true) return
    expectedToFail.add(this.task)
    this.task.fails = false
  }

  /** Waits for services to start; rejects at once when the test is aborted meanwhile (bail, cancel). */
  async whileWanted(starting: Promise<unknown>): Promise<void> {
    const { signal } = this.task.context
    // Vitest 4.1 leaves the signal of an earlier attempt that timed out aborted.
    if (signal.aborted) return void (await starting)
    const aborted = Promise.withResolvers<never>()
    const onAbort = () => aborted.reject(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
    try {
      await Promise.race([starting, aborted.promise])
    } finally {
      signal.removeEventListener('abort', onAbort)
    }
  }
}
