/** Whether a place is up, and a way to wait for it. */
export class UpGate {
  #open = false
  #opened = Promise.withResolvers<void>()

  get isOpen(): boolean {
    return this.#open
  }

  open(): void {
    this.#open = true
    this.#opened.resolve()
  }

  shut(): void {
    if (!this.#open) return
    this.#open = false
    this.#opened = Promise.withResolvers<void>()
  }

  /** Resolves when it is open; rejects with the signal's reason when that aborts first. */
  async wait(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted()
    if (this.#open) return
    if (signal === undefined) return this.#opened.promise
    const aborted = Promise.withResolvers<never>()
    const abort = () => {
      aborted.reject(signal.reason as Error)
    }
    signal.addEventListener('abort', abort, { once: true })
    try {
      await Promise.race([this.#opened.promise, aborted.promise])
    } finally {
      signal.removeEventListener('abort', abort)
    }
  }
}
