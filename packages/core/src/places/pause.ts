import type { Clock } from '@curfew/protocol'
import { within } from '../lifecycle/deadline.ts'

const firstPauseMs = 50
const longestPauseMs = 2_000

/** How long to wait before each further try, in milliseconds: longer and longer, up to 2 s. */
export function* pauses(): Generator<number, never> {
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) yield pauseMs
}

/** Waits, and no longer than until the signal aborts. Rejects with its reason then. */
export async function pause(clock: Clock, pauseMs: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  const aborted = Promise.withResolvers<void>()
  const abort = () => {
    aborted.resolve()
  }
  signal.addEventListener('abort', abort, { once: true })
  await within(clock, pauseMs, aborted.promise, undefined)
  signal.removeEventListener('abort', abort)
  signal.throwIfAborted()
}
