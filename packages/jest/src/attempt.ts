import { CrashRace, type Scope } from '@curfew/core/engine'
import type { Asked } from './bridge.js'
import { TestOverError } from './errors.js'
import type { CircusCode, CircusTest } from './circus.js'

/** One attempt of one test (each retry is another), and the scope that it has. */
export class Attempt {
  readonly race: CrashRace
  /** What the test and its hooks are given, by what they asked for; complete before the first of them runs. */
  readonly contexts: Map<Asked, Readonly<Record<string, unknown>>> = new Map()
  /** Its services did not start: neither its hooks nor its body run. */
  isCalledOff = false
  #isBodyRunning = false

  constructor(
    readonly test: CircusTest,
    readonly scope: Scope,
  ) {
    this.race = new CrashRace(scope)
  }

  /** Runs the body of the test as it was written: one that returns a promise is over at once when a service crashes. */
  runBody(body: CircusCode, self: unknown): unknown {
    this.race.check()
    this.#isBodyRunning = true
    const returned = body.call(self)
    if (!isThenable(returned)) {
      this.#isBodyRunning = false
      return returned
    }
    return this.race.race(() => Promise.resolve(returned)).finally(() => (this.#isBodyRunning = false))
  }

  /** The same for a body that takes Jest's `done`. */
  runBodyWithDone(body: CircusCode, self: unknown, done: (error?: unknown) => void): unknown {
    this.#isBodyRunning = true
    let isOver = false
    const doneOnce = (error?: unknown): void => {
      // A second call is Jest's to judge, unless the first was ours.
      if (isOver) return
      this.#isBodyRunning = false
      done(error)
    }
    const { signal } = this.race
    const onCrash = (): void => {
      doneOnce(signal.reason)
      isOver = true
    }
    signal.addEventListener('abort', onCrash, { once: true })
    if (signal.aborted) {
      onCrash()
      return undefined
    }
    return body.call(self, doneOnce)
  }

  /** The body failed, or its time is over: then it goes on by itself, and its signal tells it. */
  failed(error: unknown): void {
    this.race.told.add(error)
    if (this.#isBodyRunning) this.race.abort(typeof error === 'string' ? new TestOverError(error) : error)
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function'
}
