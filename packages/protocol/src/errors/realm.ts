import { isNativeError } from 'node:util/types'

/** The global object of a realm, as far as its errors are concerned: what a test file there compares with. */
export type ErrorRealm = Readonly<
  Record<
    | 'Error'
    | 'AggregateError'
    | 'EvalError'
    | 'RangeError'
    | 'ReferenceError'
    | 'SyntaxError'
    | 'TypeError'
    | 'URIError',
    { readonly prototype: object }
  >
>

const here: ErrorRealm = {
  Error,
  AggregateError,
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
}
const standardClasses = Object.keys(here) as (keyof ErrorRealm)[]
let current = here
let prototypes = new WeakMap<object, object>()

/**
 * Makes all errors of this copy of the package errors of another realm, the one in which tests run: there `error instanceof
 * Error` holds. Under Jest, where test files have a realm of their own; one at a time runs in a worker. Returns how to end it.
 */
export function raiseErrorsIn(realm: ErrorRealm): () => void {
  current = realm
  prototypes = new WeakMap()
  return () => {
    if (current !== realm) return
    current = here
    prototypes = new WeakMap()
  }
}

/** Makes an error that was made here one of the realm in which tests run; it keeps its class and its identity. */
export function intoRealm<E extends Error>(error: E): E {
  if (current !== here) Object.setPrototypeOf(error, prototypeThere(Object.getPrototypeOf(error) as object))
  return error
}

/** Whether a value is an error, of whatever realm: `instanceof` does not know those of a test file under Jest. */
export function isError(value: unknown): value is Error {
  if (typeof value !== 'object' || value === null) return false
  return (
    isNativeError(value) || value instanceof Error || Object.prototype.toString.call(value) === '[object DOMException]'
  )
}

/** Whether a value is an error that holds several, of whatever realm. */
export function isAggregateError(value: unknown): value is AggregateError {
  return isError(value) && Array.isArray((value as { errors?: unknown }).errors)
}

/** A prototype whose chain ends in that realm; the classes on the way keep their members. */
function prototypeThere(prototype: object): object {
  const standard = standardClasses.find((name) => here[name].prototype === prototype)
  if (standard !== undefined) return current[standard].prototype
  const above = Object.getPrototypeOf(prototype) as object | null
  // Of that realm already, or no error at all.
  if (above === null) return prototype
  const known = prototypes.get(prototype)
  if (known !== undefined) return known
  const there: object = Object.create(prototypeThere(above), Object.getOwnPropertyDescriptors(prototype))
  prototypes.set(prototype, there)
  return there
}
