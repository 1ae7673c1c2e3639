import type { JournalEntry } from '@curfew/protocol'

/** Who is told of each entry of a journal when it is written, with the owner whose journal it is. */
export type Observer = (owner: string, entry: JournalEntry) => void

/** Those who look at a run and own nothing of it: nobody waits for them, and they keep nothing alive. */
export class Observers {
  readonly #observers = new Set<Observer>()

  /** Adds one. Returns how to remove it. */
  add(observer: Observer): () => void {
    this.#observers.add(observer)
    return () => this.#observers.delete(observer)
  }

  tell(owner: string, entry: JournalEntry): void {
    for (const observer of this.#observers) observer(owner, entry)
  }
}
