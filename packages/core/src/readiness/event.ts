/**
 * Waits for an event: `subscribe` is given how to say that it came, and returns how to end the subscription.
 *
 * Guarantee: the subscription is ended once the promise has settled, whatever settled it; an abort rejects with its reason.
 */
export async function waitForEvent<T>(
  signal: AbortSignal,
  subscribe: (came: (value: T) => void) => () => void,
): Promise<T> {
  signal.throwIfAborted()
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  const abort = (): void => reject(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  let unsubscribe: (() => void) | undefined
  try {
    // It may come while subscribing: what was written before is told again at once.
    unsubscribe = subscribe(resolve)
    return await promise
  } finally {
    signal.removeEventListener('abort', abort)
    unsubscribe?.()
  }
}
