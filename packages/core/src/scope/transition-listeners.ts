import { asRegistered } from '../as-registered.ts'
import { messageOf } from '../errors/message-of.ts'
import type { Transition } from '../lifecycle/outcome.ts'

type Listener = (transition: Transition) => unknown

/** As it was when the package was loaded: a test may fake the global one. */
const later = globalThis.queueMicrotask

/** Who is told of each step of each service: once, in order, and without any power over the stop. */
export class TransitionListeners {
  readonly #listeners = new Set<Listener>()
  readonly #warn: (warning: string) => void

  constructor(warn: (warning: string) => void) {
    this.#warn = warn
  }

  add(listener: Listener): () => void {
    const bound = asRegistered(listener)
    this.#listeners.add(bound)
    return () => this.#listeners.delete(bound)
  }

  tell(transition: Transition): void {
    if (this.#listeners.size === 0) return
    // Later, so that a listener that stops a service does not re-enter the one that moves.
    later(() => {
      for (const listener of this.#listeners) this.#call(listener, transition)
    })
  }

  #call(listener: Listener, transition: Transition): void {
    const failed = (error: unknown) => this.#warn(`a transition listener failed: ${messageOf(error)}`)
    try {
      const result = listener(transition)
      Promise.resolve(result).catch(failed)
    } catch (error) {
      failed(error)
    }
  }
}
