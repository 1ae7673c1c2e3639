import { isAggregateError, isError } from '@curfew/protocol'

/**
 * The errors that are not reported yet: neither as they are, nor as the cause or a part of another. Where a runner keeps plain
 * data in the place of errors, those are known by their message.
 */
export function untold(errors: readonly Error[], reported: Iterable<unknown>): Error[] {
  const known = new Set<unknown>()
  for (const one of reported) addWithCauses(known, one)
  return errors.filter((error) => !known.has(error) && !known.has(error.message))
}

/** Adds errors themselves, and the messages of what is plain. */
function addWithCauses(known: Set<unknown>, error: unknown): void {
  if (typeof error !== 'object' || error === null || known.has(error)) return
  known.add(error)
  const { message, cause } = error as { readonly message?: unknown; readonly cause?: unknown }
  if (!isError(error) && typeof message === 'string') known.add(message)
  addWithCauses(known, cause)
  if (isAggregateError(error)) for (const part of error.errors) addWithCauses(known, part)
}
