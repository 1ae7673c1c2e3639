import type { Clock } from '@curfew/protocol'

/** A limit that can be raced and must be cancelled when the race is over. */
export interface Deadline {
  readonly passed: Promise<void>
  cancel(): void
}

export function deadline(clock: Clock, limitMs: number): Deadline {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = clock.after(limitMs, resolve)
  return {
    passed: promise,
    cancel() {
      timer.cancel()
    },
  }
}

/** What came first: the value of the promise, or `late` when the limit passed before it. */
export async function within<T, L>(clock: Clock, limitMs: number, promise: Promise<T>, late: L): Promise<T | L> {
  const limit = deadline(clock, limitMs)
  try {
    return await Promise.race([promise, limit.passed.then(() => late)])
  } finally {
    limit.cancel()
  }
}
