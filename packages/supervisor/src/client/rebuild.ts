import { SpawnError, SupervisorCallError } from '../errors.ts'
import type { WireError } from '../wire/wire-error.ts'

/** The error that a call failed with on the other side, as one of this one. */
export function rebuild({ message, facts }: WireError): Error {
  if (facts['code'] === SpawnError.code) {
    const { errno, command, cwd } = facts
    return new SpawnError(message, { errno: String(errno), command: String(command), cwd: String(cwd) })
  }
  // Its code would say that it is the error of the other side.
  const { code: _code, ...others } = facts
  return Object.assign(new SupervisorCallError(message), others)
}
