/** Whether an error is how code tells that its signal aborted: the signal's reason, or an AbortError, anywhere in its causes. */
export function isAbort(error: unknown, signal: AbortSignal): boolean {
  if (!signal.aborted) return false
  for (let at = error; typeof at === 'object' && at !== null; at = (at as { cause?: unknown }).cause) {
    if (at === signal.reason || (at as { name?: unknown }).name === 'AbortError') return true
  }
  return false
}
