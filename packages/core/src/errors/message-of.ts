import { inspect } from 'node:util'
import { CurfewError } from '@curfew/protocol'

/** The text of whatever was thrown, with its name where that says more than "Error". */
export function messageOf(error: unknown): string {
  if (error instanceof CurfewError) return error.message
  if (typeof error === 'object' && error !== null && 'message' in error) {
    const { name, message } = error as { name?: unknown; message: unknown }
    const text = typeof message === 'string' ? message : inspect(message)
    return typeof name !== 'string' || name === 'Error' ? text : `${name}: ${text}`
  }
  return String(error)
}
