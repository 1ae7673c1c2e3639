import { asRegistered } from '../as-registered.ts'

/** Values that are kept for listeners that come later. */
export class Replay<T> {
  readonly #limit: number
  #kept: T[] = []
  readonly #listeners = new Set<{ readonly call: (value: T) => void; ready: boolean }>()
  readonly #onError: (error: unknown) => void

  /** Keeps at most `limit` values, the newest; `onError` is told what a listener throws. */
  constructor(limit: number, onError: (error: unknown) => void) {
    this.#limit = limit
    this.#onError = onError
  }

  add(value: T): void {
    this.#kept.push(value)
    if (this.#kept.length >= this.#limit * 2) this.#kept = this.#kept.slice(-this.#limit)
    for (const listener of this.#listeners) if (listener.ready) this.#tell(listener.call, value)
  }

  /** Calls back for each value from the first kept one on, never before it has returned. Returns how to end it. */
  on(registered: (value: T) => void): () => void {
    const call = asRegistered(registered)
    const listener = { call, ready: false }
    this.#listeners.add(listener)
    queueMicrotask(() => {
      listener.ready = true
      for (const value of this.#kept.slice(-this.#limit)) if (this.#listeners.has(listener)) this.#tell(call, value)
    })
    return () => {
      this.#listeners.delete(listener)
    }
  }

  #tell(call: (value: T) => void, value: T): void {
    try {
      call(value)
    } catch (error) {
      this.#onError(error)
    }
  }
}
