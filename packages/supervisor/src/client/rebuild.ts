import { SpawnError, SupervisorCallError } from '../errors.ts'
import type { WireError } from '../wire/wire-error.ts'

/** The error that a call failed with on the other side, as one of this one. */
export function rebuild({ name, message, code, facts }: WireError): Error {
  if (name === 'SpawnError') {
    return new SpawnError(message, { code: code ?? '', command: String(facts['command']), cwd: String(facts['cwd']) })
  }
  return Object.assign(new SupervisorCallError(message), facts)
}
