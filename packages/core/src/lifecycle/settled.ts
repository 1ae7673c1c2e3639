import { intoRealm, isError } from '@curfew/protocol'
import { severalAt } from '../errors/users-stack.ts'

/** Calls at once, and turns a synchronous throw into a rejection. */
export async function attempt(body: () => unknown): Promise<unknown> {
  return body()
}

/** The error of a promise, or `undefined` when it was fulfilled. */
export async function settled(promise: Promise<unknown>): Promise<Error | undefined> {
  try {
    await promise
    return undefined
  } catch (error) {
    return toError(error)
  }
}

/** Several errors as one that holds them all, one as it is; `undefined` for none. */
export function asOne(errors: readonly Error[]): Error | undefined {
  if (errors.length <= 1) return errors[0]
  return severalAt(new AggregateError(errors, errors.map(({ message }) => message).join('\n')))
}

/** What was thrown, as an error; one of another realm is kept as it is. */
export function toError(value: unknown): Error {
  return isError(value) ? value : intoRealm(new Error(String(value), { cause: value }))
}
