import type { JournalEntry } from '@curfew/protocol'

/** Entries of an owner that are not known to be in its journal yet, by serial. */
export class UnrecordedEntries {
  readonly #entries = new Map<number, JournalEntry>()
  #serial = 0

  /** Adds one; returns its serial. */
  add(entry: JournalEntry): number {
    this.#serial += 1
    this.#entries.set(this.#serial, entry)
    return this.#serial
  }

  /** Those up to that serial are in the journal. */
  recorded(upTo: number): void {
    for (const serial of this.#entries.keys()) {
      if (serial > upTo) return
      this.#entries.delete(serial)
    }
  }

  /** Nobody will ever record them. */
  clear(): void {
    this.#entries.clear()
  }

  [Symbol.iterator](): Iterator<[number, JournalEntry]> {
    return this.#entries.entries()
  }
}
