import { setTimeout as sleep } from 'node:timers/promises'
import type { Evidence } from './evidence.ts'
import { isAlive } from './processes.ts'

// The end of another process's child is no event that we could wait for.
const lookMs = 10

/** Notes when the last process of the services of the first test file has gone. */
export class ServiceWatch {
  readonly #evidence: Evidence
  #goneAtMs: number | undefined
  #stopped = false

  constructor(evidence: Evidence) {
    this.#evidence = evidence
    void this.#look()
  }

  /** In milliseconds since the epoch; `undefined` while something lives. */
  get goneAtMs(): number | undefined {
    return this.#goneAtMs
  }

  /** Resolves when they are gone, or the limit has passed. */
  async gone(limitMs: number): Promise<void> {
    const deadlineMs = Date.now() + limitMs
    while (this.#goneAtMs === undefined && Date.now() < deadlineMs) await sleep(lookMs)
  }

  stop(): void {
    this.#stopped = true
  }

  async #look(): Promise<void> {
    while (!this.#isOver()) {
      if (!this.#anyAlive()) this.#goneAtMs = Date.now()
      else await sleep(lookMs)
    }
  }

  #isOver(): boolean {
    return this.#stopped || this.#goneAtMs !== undefined
  }

  #anyAlive(): boolean {
    return this.#evidence
      .all()
      .some(
        ({ owner, service, pid = 0, startTime = 0 }) =>
          owner === 'a' && service !== undefined && isAlive({ pid, startTime }),
      )
  }
}
