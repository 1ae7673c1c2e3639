import { lstatSync } from 'node:fs'
import path from 'node:path'
import { whyNotPrivate, whyUnsafe } from '@curfew/protocol'
import { UntrustedSupervisorError } from '../errors.ts'

/**
 * Refuses an address at which another user could listen: what is sent there are the environments of services.
 *
 * Who listens in a folder that only this user can enter, and that nobody can replace, is this user or root. The other way
 * round, nobody else can connect there. Nothing is checked where there is no such folder any more, or on Windows.
 *
 * @throws {UntrustedSupervisorError}
 */
export function refuseForeign(address: string): void {
  if (process.platform === 'win32') return
  const directory = path.dirname(address)
  if (lstatSync(directory, { throwIfNoEntry: false }) === undefined) return
  const why = whyNotPrivate(directory) ?? whyUnsafe(path.dirname(directory))
  if (why !== undefined) throw new UntrustedSupervisorError(address, why)
}
