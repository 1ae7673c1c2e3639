import type { JournalEntry, ProcessHost } from '@curfew/protocol'

/** Entries kept while nobody writes them; a run without processes has no supervisor and never needs them. */
const maxWaiting = 10_000

/**
 * Takes journal entries before there is a connection to the supervisor, which writes them: the opening of the first scope
 * and the first starts come before the first process. Past its limit the oldest entries go, and are counted in an entry.
 */
export class JournalQueue {
  readonly #limit: number
  #waiting: JournalEntry[] = []
  #lost = 0
  #processHost: Pick<ProcessHost, 'record'> | undefined

  constructor(limit: number = maxWaiting) {
    this.#limit = limit
  }

  /** Never throws, never waits. */
  record(entry: JournalEntry): void {
    if (this.#processHost !== undefined) {
      this.#processHost.record(entry)
      return
    }
    this.#waiting.push(entry)
    if (this.#waiting.length <= this.#limit) return
    // Half of them at once: taking the oldest one each time would cost as much as all of them.
    const kept = Math.ceil(this.#limit / 2)
    this.#lost += this.#waiting.length - kept
    this.#waiting = kept === 0 ? [] : this.#waiting.slice(-kept)
  }

  /** Hands over what waits, in order, and everything from now on. */
  connect(processHost: Pick<ProcessHost, 'record'>): void {
    this.#processHost = processHost
    const waiting = this.#waiting
    this.#waiting = []
    if (this.#lost > 0)
      processHost.record({ event: 'entries-lost', timeMs: waiting[0]?.timeMs ?? 0, count: this.#lost })
    this.#lost = 0
    for (const entry of waiting) processHost.record(entry)
  }

  /** Keeps entries again until the next connection. */
  disconnect(): void {
    this.#processHost = undefined
  }
}
