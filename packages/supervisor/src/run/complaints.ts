/** How many are kept for owners to come. */
const maxKept = 50

/** What every owner should know, each thing once: owners that connect later hear of it too. */
export class Complaints implements Iterable<string> {
  readonly #messages = new Set<string>()

  /** Keeps a message. Returns false if it is known. */
  add(message: string): boolean {
    if (this.#messages.has(message)) return false
    if (this.#messages.size < maxKept) this.#messages.add(message)
    return true
  }

  [Symbol.iterator](): Iterator<string> {
    return this.#messages.values()
  }
}
