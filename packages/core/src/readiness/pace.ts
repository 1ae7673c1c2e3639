import type { Clock } from '@curfew/protocol'

/** What an attempt that found the service not ready cost: `unseen` by the service (connection refused), or `seen` by it. */
export type Miss = 'unseen' | 'seen'

const minDelayMs = 2
const maxDelayMs = 50
/** Part of the time waited so far: being late by at most this part is the price of not asking more often. */
const delayPerElapsed = 0.02
const growth = 1.5

/** Waits that probe at this moment; they share the budget of the shortest delay, so that many services do not starve one loop. */
let active = 0

/**
 * How long to wait between the attempts of one probe.
 *
 * An attempt that the service does not see costs it nothing, so the delay grows with the time waited (2 %); one that it
 * has to answer, and may log, backs off by a half each time. Both start at 2 ms and stop growing at 50 ms.
 */
export class Pace {
  readonly #clock: Clock
  readonly #startedAtMs: number
  #seen = 0

  constructor(clock: Clock) {
    this.#clock = clock
    this.#startedAtMs = clock.nowMs()
    active++
  }

  delayMsAfter(miss: Miss): number {
    const shortestMs = minDelayMs * active
    const wishedMs =
      miss === 'seen'
        ? minDelayMs * growth ** this.#seen++
        : delayPerElapsed * (this.#clock.nowMs() - this.#startedAtMs)
    return Math.min(Math.max(shortestMs, wishedMs), maxDelayMs)
  }

  /** To be called once, when the wait is over. */
  end(): void {
    active--
  }
}
