import { pino } from 'pino'
import { isError } from '@curfew/protocol'

/** An error as a record keeps it: type, message, stack, own fields, and all of its causes. */
export function serializeError(error: unknown): unknown {
  if (!isError(error)) return error
  try {
    return pino.stdSerializers.errWithCause(error)
  } catch {
    // Pino marks an error while it reads it, which a frozen error refuses; a getter of it may throw, too.
    return { type: error.name, message: error.message, stack: error.stack }
  }
}

/** Replaces the errors among a record's fields, which JSON would write as `{}`; the same object where there are none. */
export function serializeErrorFields(record: Record<string, unknown>): Record<string, unknown> {
  let copy: Record<string, unknown> | undefined
  for (const key in record) {
    // Pino's own serializer has that one.
    if (key === 'err') continue
    const value = record[key]
    if (isError(value)) {
      copy ??= { ...record }
      copy[key] = serializeError(value)
    }
  }
  return copy ?? record
}
