import { isAggregateError, isError } from '@curfew/protocol'

/** The errors that nobody was told yet: neither as they are, nor as the cause or a part of another. */
export function untold(errors: readonly Error[], told: Iterable<unknown>): Error[] {
  const known = new Set<unknown>()
  for (const one of told) addWithCauses(known, one)
  return errors.filter((error) => !known.has(error))
}

function addWithCauses(known: Set<unknown>, error: unknown): void {
  if (!isError(error) || known.has(error)) return
  known.add(error)
  addWithCauses(known, error.cause)
  if (isAggregateError(error)) for (const part of error.errors) addWithCauses(known, part)
}
