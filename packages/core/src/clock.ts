import * as perfHooks from 'node:perf_hooks'
import * as timers from 'node:timers'

// Taken once, when this module loads: fake timers replace the global ones, `performance` too, and those of the module.
const { clearTimeout, setTimeout } = timers
const { timeOrigin } = perfHooks.performance
const monotonicMs = perfHooks.performance.now.bind(perfHooks.performance)

/** A timer that can be taken back. */
export interface Timer {
  cancel(): void
}

/**
 * Time, as the engine sees it; injected, so that the truth tables run on a virtual clock.
 *
 * The system clock uses Node's own timers and time, which the fake timers of Vitest and Jest leave alone.
 */
export interface Clock {
  /** Milliseconds since the epoch. */
  nowMs(): number
  /** Calls back once after that time; `Infinity` never does. Does not keep the process alive when `unref` is true. */
  after(delayMs: number, callback: () => void, options?: { readonly unref?: boolean }): Timer
}

/** Longest delay that `setTimeout` takes; a longer one would fire at once. */
const maxDelayMs = 2 ** 31 - 1

export const systemClock: Clock = {
  nowMs: () => timeOrigin + monotonicMs(),
  after(delayMs, callback, options) {
    if (delayMs === Infinity) return { cancel() {} }
    const timer = setTimeout(callback, Math.min(Math.max(delayMs, 0), maxDelayMs))
    if (options?.unref === true) timer.unref()
    return {
      cancel() {
        clearTimeout(timer)
      },
    }
  },
}
