import type { ServiceCrashedError } from '../errors/stop-errors.ts'
import { messageOf } from '../errors/message-of.ts'

/** The crash that a scope has taken: the first one fails it, and is told at once to whoever listens. */
export class Crashes {
  readonly #listeners = new Set<(error: ServiceCrashedError) => void>()
  /** Crashes that failed the scopes which used the service; they do not fail the owner of the service as well. */
  readonly #toldToUsers = new Set<Error>()
  readonly #warn: (warning: string) => void
  #first: ServiceCrashedError | undefined

  constructor(warn: (warning: string) => void) {
    this.#warn = warn
  }

  get first(): ServiceCrashedError | undefined {
    return this.#first
  }

  /** Calls back at the first crash, at once if there was one. Returns how to end it. */
  on(listener: (error: ServiceCrashedError) => void): () => void {
    if (this.#first !== undefined) this.#tell(listener, this.#first)
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Whether it is the first one. */
  take(error: ServiceCrashedError): boolean {
    if (this.#first !== undefined) return false
    this.#first = error
    for (const listener of this.#listeners) this.#tell(listener, error)
    return true
  }

  leaveToUsers(error: ServiceCrashedError): void {
    this.#toldToUsers.add(error)
  }

  wasLeftToUsers(error: Error): boolean {
    return this.#toldToUsers.has(error)
  }

  /** A listener has no power over the stop of what crashed. */
  #tell(listener: (error: ServiceCrashedError) => void, error: ServiceCrashedError): void {
    try {
      listener(error)
    } catch (failure) {
      this.#warn(`a crash listener failed: ${messageOf(failure)}`)
    }
  }
}
