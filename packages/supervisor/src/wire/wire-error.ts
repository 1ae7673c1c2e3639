/** An error as it crosses the socket; facts are its enumerable fields. */
export interface WireError {
  readonly name: string
  readonly message: string
  readonly code: string | undefined
  readonly facts: Readonly<Record<string, unknown>>
}

/** Makes an error into plain data. */
export function toWireError(error: unknown): WireError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), code: undefined, facts: {} }
  const { code } = error as NodeJS.ErrnoException
  return { name: error.name, message: error.message, code, facts: Object.fromEntries(Object.entries(error)) }
}
