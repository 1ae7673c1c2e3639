/**
 * Waits that end with the scope. Each one is let go of when it is over: a race against one promise that lives as long as the
 * scope of a file would keep, for each test that ever waited in it, all that this test had.
 */
export class OpenWaits {
  readonly #rejects = new Set<(reason: Error) => void>()
  #ended: Error | undefined

  /** Settles as the promise does, or rejects when the scope ends before. */
  async while<T>(promise: Promise<T>): Promise<T> {
    const ended = Promise.withResolvers<never>()
    if (this.#ended !== undefined) ended.reject(this.#ended)
    this.#rejects.add(ended.reject)
    try {
      return await Promise.race([promise, ended.promise])
    } finally {
      this.#rejects.delete(ended.reject)
    }
  }

  end(reason: Error): void {
    this.#ended = reason
    for (const reject of this.#rejects) reject(reason)
  }
}
