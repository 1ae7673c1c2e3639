import type { Scope } from '../scope/scope.ts'
import { pointAtDeclaration } from './point-at-declaration.ts'

/** What makes one attempt of a test fail while it runs: a crash of a service that it uses. */
export class CrashRace {
  /** What the test itself was failed with already: not told again when its scope closes. */
  readonly told: Set<unknown> = new Set()
  readonly #scope: Scope
  readonly #crash = Promise.withResolvers<never>()
  readonly #abort = new AbortController()
  readonly #onClose = (): void => {
    this.#crash.reject(this.#scope.signal.reason)
    this.#abort.abort(this.#scope.signal.reason)
  }

  constructor(scope: Scope) {
    this.#scope = scope
    this.#crash.promise.catch(() => {
      // Told by whoever races it, and by the verdict.
    })
    scope.onCrash((error) => {
      pointAtDeclaration(error, scope)
      this.#crash.reject(error)
      this.#abort.abort(error)
    })
    // Somebody else closes the scope while the test runs: the run is over.
    scope.signal.addEventListener('abort', this.#onClose)
  }

  /** Aborts at a crash, at {@link abort}, and when the scope is closed before {@link end}. */
  get signal(): AbortSignal {
    return this.#abort.signal
  }

  /** Aborts the signal for another reason: the test's time is over, the run is cancelled. */
  abort(reason: unknown): void {
    this.#scope.run(() => {
      this.#abort.abort(reason)
    })
  }

  /** The test is over, and its scope may close: for a test that passed this is no reason to abort what it left. */
  end(): void {
    this.#scope.signal.removeEventListener('abort', this.#onClose)
  }

  /** Runs the body of the test, and fails at once when a service of it crashes; then its `signal` aborts too. */
  async race<T>(body: () => T | Promise<T>): Promise<T> {
    try {
      this.check()
      return await Promise.race([body(), this.#crash.promise])
    } catch (error) {
      this.told.add(error)
      throw error
    }
  }

  /** @throws the crash, if there was one */
  check(): void {
    if (this.#scope.crash !== undefined) throw this.#scope.crash
  }
}
