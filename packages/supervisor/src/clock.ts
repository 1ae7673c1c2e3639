import * as timers from 'node:timers'

// Taken once, when this module loads: fake timers that a test installs later must never reach a stop.
export const setTimeout: typeof timers.setTimeout = timers.setTimeout
export const clearTimeout: typeof timers.clearTimeout = timers.clearTimeout
export const setInterval: typeof timers.setInterval = timers.setInterval
export const clearInterval: typeof timers.clearInterval = timers.clearInterval
export const setImmediate: typeof timers.setImmediate = timers.setImmediate

/** Milliseconds since the epoch. */
export const nowMs: () => number = Date.now.bind(Date)

/** Milliseconds that only ever grow, for limits: a clock that is set does not move them. */
export const monotonicMs: () => number = performance.now.bind(performance)

/** Resolves after that many milliseconds; keeps the process alive meanwhile unless `unref` is set. */
export function delay(ms: number, options?: { readonly unref?: boolean }): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    if (options?.unref === true) timer.unref()
  })
}
