import * as perfHooks from 'node:perf_hooks'
import * as timers from 'node:timers'

// Taken once, when this module loads: fake timers that a test installs later replace the global ones, `performance` too, and
// those of the module; they must never reach a stop.
export const setTimeout: typeof timers.setTimeout = timers.setTimeout
export const clearTimeout: typeof timers.clearTimeout = timers.clearTimeout
export const setInterval: typeof timers.setInterval = timers.setInterval
export const clearInterval: typeof timers.clearInterval = timers.clearInterval
export const setImmediate: typeof timers.setImmediate = timers.setImmediate
const { timeOrigin } = perfHooks.performance

/** Milliseconds since the epoch, as the system has them now: what other processes and files may be compared with. */
export const nowMs: () => number = Date.now.bind(Date)

/** Milliseconds that only ever grow, for limits: a clock that is set does not move them. */
export const monotonicMs: () => number = perfHooks.performance.now.bind(perfHooks.performance)

/** Resolves after that many milliseconds; keeps the process alive meanwhile unless `unref` is set. */
export function delay(ms: number, options?: { readonly unref?: boolean }): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    if (options?.unref === true) timer.unref()
  })
}

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
