import { isCurfewError, type CurfewErrorCode, isAggregateError } from '@curfew/protocol'

const codes: readonly CurfewErrorCode[] = ['CURFEW_SCOPE_CLOSED', 'CURFEW_START_CALLED_OFF', 'CURFEW_WAIT_CALLED_OFF']

/**
 * Whether an error only says that something of curfew was not waited for any longer, since a service or its scope ends: it,
 * one of its causes, or each one of several. A service that ends with it obeys; it has not crashed.
 */
export function isCalledOff(error: unknown): boolean {
  const seen = new Set<unknown>()
  for (let at = error; typeof at === 'object' && at !== null && !seen.has(at); at = (at as { cause?: unknown }).cause) {
    seen.add(at)
    if (codes.some((code) => isCurfewError(at, code))) return true
    if (isAggregateError(at) && at.errors.length > 0 && at.errors.every((each) => isCalledOff(each))) return true
  }
  return false
}
