import { chmodSync, lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import path from 'node:path'
import { identify } from './system/process-table.ts'

/** The longest address that every system takes for a socket file, less the name of ours. */
const maxDirectoryLength = 80

/**
 * The folder of this user for what must not lie in a run's folder: sockets (whose paths may have about a hundred
 * characters) and port leases (which all runs share). Mode 0700.
 *
 * @throws when the folder exists and belongs to somebody else
 */
export function userDirectory(): string {
  const uid = process.getuid?.()
  const base = tmpdir().length <= maxDirectoryLength || process.platform === 'win32' ? tmpdir() : '/tmp'
  const directory = path.join(base, `curfew-${uid ?? userInfo().username}`)
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  if (uid !== undefined) {
    const stats = lstatSync(directory)
    if (!stats.isDirectory() || stats.uid !== uid)
      throw new Error(`${directory} belongs to another user (${stats.uid})`)
    if ((stats.mode & 0o077) !== 0) chmodSync(directory, 0o700)
  }
  return directory
}

/** Where a supervisor listens: a name that no other living process can have. */
export function socketAddress(directory: string, pid: number): string {
  return process.platform === 'win32' ? `\\\\.\\pipe\\curfew-${pid}` : path.join(directory, `${pid}.sock`)
}

/** Removes the sockets of supervisors that were killed. */
export function sweepSockets(directory: string): void {
  for (const name of readdirSync(directory)) {
    const pid = /^(\d+)\.sock$/.exec(name)?.[1]
    if (pid !== undefined && identify(Number(pid)) === undefined) rmSync(path.join(directory, name), { force: true })
  }
}
