import { clearInterval, setInterval } from 'node:timers'

/** The longest that a timer of Node can wait. */
const longestDelayMs = 2 ** 31 - 1

/**
 * Keeps this process alive until the promise has settled: a program without a runner that waits for a service to end has
 * nothing else in its event loop, since the connection to the supervisor does not hold it.
 */
export async function keepAliveDuring<T>(waited: Promise<T>): Promise<T> {
  const hold = setInterval(() => {}, longestDelayMs)
  try {
    return await waited
  } finally {
    clearInterval(hold)
  }
}
