import { setImmediate } from 'node:timers/promises'
import type { Clock, Timer } from '@curfew/protocol'

interface Due {
  readonly atMs: number
  readonly callback: () => void
}

/** A clock that stands still until a test lets time pass: whole truth tables take no real time. */
export class VirtualClock implements Clock {
  #nowMs = 0
  readonly #due = new Set<Due>()

  nowMs(): number {
    return this.#nowMs
  }

  after(delayMs: number, callback: () => void): Timer {
    const due = { atMs: this.#nowMs + Math.max(0, delayMs), callback }
    if (delayMs !== Infinity) this.#due.add(due)
    return {
      cancel: () => {
        this.#due.delete(due)
      },
    }
  }

  /** Resolves after that virtual time. */
  sleep(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(delayMs, resolve)
    })
  }

  /** Lets time pass, timer by timer, with everything settled that each of them sets off. */
  async advance(byMs: number): Promise<void> {
    const untilMs = this.#nowMs + byMs
    await settle()
    for (let next = this.#next(untilMs); next !== undefined; next = this.#next(untilMs)) {
      this.#due.delete(next)
      this.#nowMs = next.atMs
      next.callback()
      await settle()
    }
    if (untilMs !== Infinity) this.#nowMs = untilMs
  }

  /** Lets time pass until the promise settles, and gives its value. Fails when nothing is due and it has not settled. */
  async until<T>(promise: Promise<T>): Promise<T> {
    const state = { isSettled: false }
    const watched = promise.finally(() => {
      state.isSettled = true
    })
    watched.catch(() => {
      // Whoever awaits the result is told.
    })
    await settle()
    while (!state.isSettled) {
      const next = this.#next(Infinity)
      if (next === undefined)
        throw new Error(`virtual clock: nothing is due at ${this.#nowMs} ms, and the promise is pending`)
      this.#due.delete(next)
      this.#nowMs = next.atMs
      next.callback()
      await settle()
    }
    return watched
  }

  #next(untilMs: number): Due | undefined {
    let first: Due | undefined
    for (const due of this.#due) {
      if (due.atMs <= untilMs && (first === undefined || due.atMs < first.atMs)) first = due
    }
    return first
  }
}

/** Everything that promises alone set off has happened after a turn of the event loop. */
async function settle(): Promise<void> {
  await setImmediate()
}
