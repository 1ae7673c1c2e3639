import { CrashRace, type Scope } from '@curfew/core/engine'
import type { Asked } from './bridge.ts'
import type { CircusCode, CircusTest } from './circus.ts'
import { TestOverError } from './errors.ts'
import { isThenable } from './is-thenable.ts'

/** What an attempt has once something asked for it. */
interface OpenedAttempt {
  readonly scope: Scope
  readonly race: CrashRace
}

/**
 * One attempt of one test (each retry is another), and the scope that it has.
 *
 * The scope is opened when something first asks for it: most tests of a suite need no service, and cost next to nothing.
 */
export class Attempt {
  /** What the test and its hooks are given, by what they asked for; complete before the first of them runs. */
  readonly contexts: Map<Asked, Readonly<Record<string, unknown>>> = new Map()
  /** Its services did not start: neither its hooks nor its body run. */
  isCalledOff = false
  /** The test's own function, which it has again when the attempt is over. */
  readonly body: CircusCode
  readonly #openScope: () => Scope
  #opened: OpenedAttempt | undefined
  #isOver = false
  /** Fails the body that runs; absent while none does. */
  #failBody: ((reason: unknown) => void) | undefined

  constructor(
    readonly test: CircusTest,
    openScope: () => Scope,
  ) {
    this.body = test.fn
    this.#openScope = openScope
  }

  /** The scope and its race, if anything asked for them. */
  get opened(): OpenedAttempt | undefined {
    return this.#opened
  }

  /** The scope, opened if it was not. */
  get scope(): Scope {
    return this.#open().scope
  }

  /** What ends it before its time; opens the scope. */
  get signal(): AbortSignal {
    return this.#open().race.signal
  }

  /** Before the body runs. @throws the crash, if a service crashed while others started or in a hook */
  check(): void {
    this.#opened?.race.check()
  }

  /** What a body returned: one that returned a promise is over at once when a service crashes. */
  watch(returned: unknown): unknown {
    return isThenable(returned) ? this.orFailed(returned) : returned
  }

  /** What is awaited by the body of the test, or what fails it before. */
  async orFailed(awaited: unknown): Promise<unknown> {
    const failed = Promise.withResolvers<never>()
    this.#bodyRuns(failed.reject)
    try {
      return await Promise.race([awaited, failed.promise])
    } finally {
      this.#failBody = undefined
    }
  }

  /** The same for a body that takes Jest's `done`. */
  runBodyWithDone(self: unknown, done: (error?: unknown) => void): unknown {
    let isOver = false
    this.#bodyRuns((reason) => {
      done(reason)
      isOver = true
    })
    if (isOver) return undefined
    return this.body.call(self, (error?: unknown) => {
      // A second call is Jest's to judge, unless the first was ours.
      if (isOver) return
      this.#failBody = undefined
      done(error)
    })
  }

  /** The body failed, or its time is over: then it goes on by itself, and its signal tells it. */
  failed(error: unknown): void {
    this.#opened?.race.told.add(error)
    if (this.#failBody !== undefined)
      this.#opened?.race.abort(typeof error === 'string' ? new TestOverError(error) : error)
  }

  /** Fails the body that runs, whether it has a scope or not. */
  interrupt(reason: unknown): void {
    this.#failBody?.(reason)
  }

  /** Nothing begins in it any more. */
  over(): void {
    this.#isOver = true
    this.#failBody = undefined
  }

  #open(): OpenedAttempt {
    if (this.#opened !== undefined) return this.#opened
    const scope = this.#openScope()
    const race = new CrashRace(scope)
    race.signal.addEventListener('abort', () => this.#failBody?.(race.signal.reason), { once: true })
    // What a test that is over still does starts nothing any more.
    if (this.#isOver) void scope.close()
    return (this.#opened = { scope, race })
  }

  #bodyRuns(fail: (reason: unknown) => void): void {
    this.#failBody = fail
    const signal = this.#opened?.race.signal
    if (signal?.aborted === true) fail(signal.reason)
  }
}
