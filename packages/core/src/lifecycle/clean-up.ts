import { cleanup } from './hooks.ts'
import type { Lifecycle } from './lifecycle.ts'
import { ofService, recordError } from './records.ts'

/** The clean-up of one instance of a service: it runs at most once, when the service is gone. */
export class CleanUp {
  readonly #lifecycle: Lifecycle
  #running: Promise<Error | undefined> | undefined
  #hasBegun = false
  #isOver = false
  #error: Error | undefined

  constructor(lifecycle: Lifecycle) {
    this.#lifecycle = lifecycle
  }

  get hasBegun(): boolean {
    return this.#hasBegun
  }

  get isRunning(): boolean {
    return this.hasBegun && !this.#isOver
  }

  /** Whether nothing is left to do. */
  get isOver(): boolean {
    return this.#isOver
  }

  /** What went wrong; it is no part of how the service ended. */
  get error(): Error | undefined {
    return this.#error
  }

  /** Runs it, within the clean-up limit, unless it ran; resolves with what went wrong. */
  run(): Promise<Error | undefined> {
    this.#running ??= this.#run()
    return this.#running
  }

  async #run(): Promise<Error | undefined> {
    // Before its first line, which may ask for something.
    this.#hasBegun = true
    const error = await cleanup(this.#lifecycle)
    this.#isOver = true
    if (error === undefined) return undefined
    this.#error = ofService(error, this.#lifecycle)
    recordError(this.#lifecycle, error)
    return error
  }
}
