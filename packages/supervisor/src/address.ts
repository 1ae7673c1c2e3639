import { createHash } from 'node:crypto'
import { readdirSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { nowMs } from '@curfew/protocol'
import { placeOfPids } from './system/place.ts'
import { identify } from './system/process-table.ts'
import { tryConnect } from './wire/try-connect.ts'

/** Where a supervisor listens: a name that no other living process can have, in this place of pids or in another one. */
export function socketAddress(directory: string, pid: number): string {
  const name = `${nameOfPlace()}-${pid}`
  return process.platform === 'win32' ? `\\\\.\\pipe\\curfew-${name}` : path.join(directory, `${name}.sock`)
}

/** Somebody who binds a socket listens there a moment later. */
const minSweepAgeMs = 60_000

/** Removes the sockets of supervisors that were killed; of another place of pids only those at which nobody listens. */
export async function sweepSockets(directory: string): Promise<void> {
  for (const name of readdirSync(directory)) {
    const [, place, pid] = /^(?:([0-9a-f]{6})-)?(\d+)\.sock$/.exec(name) ?? []
    if (pid === undefined) continue
    const file = path.join(directory, name)
    if (place === nameOfPlace() ? identify(Number(pid)) === undefined : await isDeserted(file))
      rmSync(file, { force: true })
  }
}

/** Whether the kernel says that nobody listens at a socket: it knows also of processes whose pids are not to be seen here. */
async function isDeserted(file: string): Promise<boolean> {
  const stats = statSync(file, { throwIfNoEntry: false })
  if (stats === undefined || nowMs() - stats.mtimeMs < minSweepAgeMs) return false
  const socket = await tryConnect(file)
  if (typeof socket === 'string') return socket === 'ECONNREFUSED'
  socket.destroy()
  return false
}

function nameOfPlace(): string {
  return createHash('sha256').update(placeOfPids()).digest('hex').slice(0, 6)
}
