import { inspect } from 'node:util'
import { intoRealm } from '@curfew/protocol'
import type { ErrorFacts } from './thread-protocol.ts'

const standardClasses: Readonly<Record<string, ErrorConstructor>> = {
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
}

/** Makes an error of what a thread threw: name, message, stack, own fields and causes as they were there. */
export function errorOf(facts: ErrorFacts): Error {
  if (facts.is === 'value') {
    const { value } = facts
    return intoRealm(new Error(`a value that is no error was thrown: ${inspect(value)}`, { cause: value }))
  }
  const cause =
    facts.cause === undefined ? undefined : facts.cause.is === 'value' ? facts.cause.value : errorOf(facts.cause)
  const options = cause === undefined ? {} : { cause }
  const Class = standardClasses[facts.base] ?? Error
  const error =
    facts.errors === undefined
      ? new Class(facts.message, options)
      : new AggregateError(facts.errors.map(errorOf), facts.message, options)
  Object.assign(error, facts.fields)
  if (error.name !== facts.name) define(error, 'name', facts.name)
  if (facts.stack !== undefined) define(error, 'stack', facts.stack)
  return intoRealm(error)
}

function define(error: Error, key: string, value: string): void {
  Object.defineProperty(error, key, { value, configurable: true, writable: true, enumerable: false })
}
