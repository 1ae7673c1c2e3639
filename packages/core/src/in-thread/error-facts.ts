import { inspect } from 'node:util'
import { isNativeError } from 'node:util/types'
import type { ErrorFacts } from '../runtime/thread-protocol.ts'

/** Causes are followed that deep: a cycle of causes must end. */
const maxDepth = 8

const standardNames: ReadonlySet<string> = new Set([
  'Error',
  'EvalError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'TypeError',
  'URIError',
])

const standardFields: ReadonlySet<string> = new Set(['name', 'message', 'stack', 'cause', 'errors'])

/** Describes what was thrown, so that it can be sent whatever it is. Never throws. */
export function errorFacts(thrown: unknown, depth = 0): ErrorFacts {
  if (!isError(thrown)) return { is: 'value', value: cloneable(thrown) }
  try {
    const { cause } = thrown
    const errors = (thrown as { errors?: unknown }).errors
    return {
      is: 'error',
      name: nameOf(thrown),
      base: standardBase(thrown),
      message: String((thrown as { message: unknown }).message),
      stack: typeof thrown.stack === 'string' ? thrown.stack : undefined,
      fields: ownFields(thrown),
      ...(cause !== undefined && depth < maxDepth ? { cause: errorFacts(cause, depth + 1) } : {}),
      ...(Array.isArray(errors) && depth < maxDepth
        ? { errors: errors.map((error: unknown) => errorFacts(error, depth + 1)) }
        : {}),
    }
  } catch (failure) {
    // A getter of the error threw: its text is all that is left.
    return { is: 'value', value: `an error that cannot be read (${String(failure)})` }
  }
}

function isError(value: unknown): value is Error {
  return typeof value === 'object' && value !== null && (isNativeError(value) || value instanceof Error)
}

/** The name, or that of the class where the class only inherited one. */
function nameOf(error: { readonly name?: unknown }): string {
  const name = String(error.name)
  return standardNames.has(name) ? (classNameOf(error) ?? name) : name
}

/** The class of JavaScript itself that the error is of. */
function standardBase(error: Error): string {
  let at: unknown = error
  while ((at = Object.getPrototypeOf(at)) !== null) {
    const name = classNameOf(at)
    if (name !== undefined && standardNames.has(name)) return name
  }
  return 'Error'
}

function classNameOf(value: unknown): string | undefined {
  const name = (value as { constructor?: { name?: unknown } }).constructor?.name
  return typeof name === 'string' && name !== '' ? name : undefined
}

function ownFields(error: Error): Record<string, unknown> {
  const fields: Record<string, unknown> = {}
  for (const key of Object.keys(error)) {
    if (!standardFields.has(key)) fields[key] = cloneable((error as unknown as Record<string, unknown>)[key])
  }
  // DOMException has it on its prototype.
  const { code } = error as { code?: unknown }
  if (code !== undefined && !('code' in fields)) fields['code'] = cloneable(code)
  return fields
}

/** The value itself where it survives a clone, otherwise how it looks. */
function cloneable(value: unknown): unknown {
  try {
    return structuredClone(value)
  } catch {
    // Functions, sockets and the like: their text says more than nothing.
    return inspect(value, { depth: 2 })
  }
}
