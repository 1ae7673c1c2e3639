import { TestAttempt, type Asked, type TestAttemptOptions } from '@curfew/core/runner'
import type { CircusCode, CircusTest } from './circus.ts'
import { isThenable } from './code-kinds.ts'

/** What tests and hooks are given, by what they asked for. */
export type Contexts = Map<Asked, Readonly<Record<string, unknown>>>

/** One attempt of a test of jest-circus, and the kinds of bodies that those have. */
export class Attempt extends TestAttempt {
  /** What the test and its hooks are given, by what they asked for; complete before the first of them runs. */
  readonly contexts: Contexts = new Map()
  /** Its services did not start: neither its hooks nor its body run. */
  isCalledOff = false
  /** The test's own function, which it has again when the attempt is over. */
  readonly body: CircusCode

  constructor(
    readonly test: CircusTest,
    options: TestAttemptOptions,
  ) {
    super(options)
    this.body = test.fn
  }

  /** What a body returned: one that returned a promise is over at once when the attempt is interrupted. */
  watch(returned: unknown): unknown {
    return isThenable(returned) ? this.orInterrupted(returned) : returned
  }

  /** The same for a body that takes Jest's `done`. */
  runBodyWithDone(self: unknown, done: (error?: unknown) => void): unknown {
    let isOver = false
    const unsubscribe = this.onInterrupt((reason) => {
      done(reason)
      isOver = true
    })
    if (isOver) return undefined
    return this.body.call(self, (error?: unknown) => {
      // A second call is Jest's to judge, unless the first was ours.
      if (isOver) return
      unsubscribe()
      done(error)
    })
  }
}
