import { TestAttempt, type AttemptEnd, type TestAttemptOptions } from '@curfew/core/runner'
import type { Task, TaskError } from './task.ts'

/** Tests marked with `test.fails` whose mark was taken off for one attempt. */
const expectedToFail = new WeakSet<Task>()

/** One attempt of a test of Vitest: whose signal its test has, and what of its result it changes. */
export class Attempt extends TestAttempt {
  /** The one that Vitest made: 4.1 keeps it for all attempts, an aborted one too. */
  readonly #signal: AbortSignal
  readonly #errorsBefore: number
  readonly #onAbort = (): void => {
    this.abort(this.#signal.reason)
  }

  constructor(
    readonly task: Task,
    options: TestAttemptOptions,
  ) {
    super(options)
    this.#signal = task.context.signal
    this.#errorsBefore = task.result?.errors?.length ?? 0
    if (expectedToFail.has(task)) task.fails = true
  }

  /** Runs the body of the test, whose `signal` aborts also at a crash. */
  async runBody(body: () => Promise<unknown>): Promise<void> {
    // By way of ours, so that the listeners run in the scope of the test, and not in what Vitest does when it aborts.
    if (this.#signal.aborted) this.#onAbort()
    else this.#signal.addEventListener('abort', this.#onAbort, { once: true })
    this.task.context.signal = this.signal
    await this.race(body)
  }

  /** The test and its hooks are over; resolves when its services are, with what is left to report. */
  async close(): Promise<AttemptEnd & { readonly reported: readonly TaskError[] }> {
    this.#signal.removeEventListener('abort', this.#onAbort)
    if (this.#signal.aborted) this.#onAbort()
    this.task.context.signal = this.#signal
    const { fails, result } = this.task
    const reported = result?.errors?.slice(this.#errorsBefore) ?? []
    const end = await this.end({
      reported,
      hasFailed: fails !== true && reported.length > 0,
      isLast: this.#isLast,
    })
    // `test.fails` expects that the body fails, not that a service crashes, does not start, or does not stop.
    if (end.hasServiceErrors) this.#failWhateverIsExpected()
    return { ...end, reported }
  }

  get #isLast(): boolean {
    const { retry = 0, result } = this.task
    return (result?.retryCount ?? 0) >= (typeof retry === 'number' ? retry : (retry.count ?? 0))
  }

  /** Vitest looks at `fails` when the attempt is over: without it, a failure stays one. */
  #failWhateverIsExpected(): void {
    if (this.task.fails !== true) return
    expectedToFail.add(this.task)
    this.task.fails = false
  }
}
