const key = Symbol.for('curfew.unnamed@1')

interface Unnamed {
  readonly [key]?: (name: string) => Error
}

/** An error about a service that a catalog may still give a name. */
export function nameLater(name: string, make: (name: string) => Error): Error {
  return Object.defineProperty(make(name), key, { value: make, enumerable: false })
}

/** The same error with the name of its service in the catalog; any other error as it is. */
export function named(error: unknown, name: string): unknown {
  const make = typeof error === 'object' && error !== null ? (error as Unnamed)[key] : undefined
  if (make === undefined) return error
  const renamed = make(name)
  const { message, stack } = error as Error
  // The place is that of the first one.
  if (stack !== undefined) renamed.stack = stack.replace(message, () => renamed.message)
  return renamed
}
