import { readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { identify } from './system/process-table.ts'

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
