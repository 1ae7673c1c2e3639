import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { nowMs } from '../clock.ts'
import type { ProcessIdentity } from '../system/process-entry.ts'
import { isAlive } from '../system/process-table.ts'

/** A lease younger than this is never swept, so that one just taken again is not removed by a second sweeper. */
const minSweepAgeMs = 60_000

/** One port, taken by one supervisor on this machine. */
export interface PortLeaseRecord extends ProcessIdentity {
  readonly run: string
}

/**
 * Takes a port for this supervisor, by creating a file that nobody else can create as well.
 *
 * Returns who holds it otherwise. A lease of a dead supervisor counts as none, and is taken over.
 */
export function takeLeaseFile(
  directory: string,
  port: number | string,
  record: PortLeaseRecord,
): PortLeaseRecord | undefined {
  const file = path.join(directory, String(port))
  for (let attempt = 0; ; attempt++) {
    try {
      writeFileSync(file, JSON.stringify(record), { flag: 'wx', mode: 0o600 })
      return undefined
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const holder = readLease(file)
    if (holder !== undefined && isAlive(holder)) return holder
    // Two that take over at once both remove and create; the port is bound as a test afterwards, and one gets it.
    if (attempt > 0) return holder ?? { ...record, run: '' }
    rmSync(file, { force: true })
  }
}

/** Gives a port back. */
export function dropLeaseFile(directory: string, port: number | string): void {
  rmSync(path.join(directory, String(port)), { force: true })
}

/** Whether a living supervisor has that port. */
export function isLeaseHeld(directory: string, port: number): boolean {
  const holder = readLease(path.join(directory, String(port)))
  return holder !== undefined && isAlive(holder)
}

/** Removes the leases of supervisors that died without giving them back. */
export function sweepLeaseFiles(directory: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  for (const name of readdirSync(directory)) {
    const file = path.join(directory, name)
    const holder = readLease(file)
    if (holder !== undefined && isAlive(holder)) continue
    const stats = statSync(file, { throwIfNoEntry: false })
    if (stats !== undefined && nowMs() - stats.mtimeMs > minSweepAgeMs) rmSync(file, { force: true })
  }
}

function readLease(file: string): PortLeaseRecord | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as PortLeaseRecord
  } catch {
    return undefined // given back meanwhile, or torn: its writer died
  }
}
