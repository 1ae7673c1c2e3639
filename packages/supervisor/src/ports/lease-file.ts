import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { nowMs } from '@curfew/protocol'
import type { ProcessIdentity } from '../system/process-entry.ts'
import { placeOfPids } from '../system/place.ts'
import { isAlive } from '../system/process-table.ts'

const fullDisk: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])
/** A lease younger than this is never swept, so that one just taken again is not removed by a second sweeper. */
const minSweepAgeMs = 60_000
/** What another place of pids (a container with the same folder) holds cannot be looked up here, so it counts for so long. */
const maxAgeElsewhereMs = 24 * 60 * 60 * 1000

/** One port, taken by one supervisor on this machine. */
export interface PortLeaseRecord extends ProcessIdentity {
  readonly run: string
  /** Where that pid is from: machine, boot and pid namespace. */
  readonly place: string
}

/**
 * Takes a port for this supervisor, by creating a file that nobody else can create as well.
 *
 * Returns who holds it otherwise. A lease of a dead supervisor counts as none, and is taken over; that of another place of
 * pids is not judged by its pid. On a full disk the port is taken without a file: other runs then only see that it is bound.
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
      const { code = '' } = error as NodeJS.ErrnoException
      if (fullDisk.has(code)) {
        rmSync(file, { force: true })
        return undefined
      }
      if (code !== 'EEXIST') throw error
    }
    const holder = readLease(file)
    if (holder !== undefined && counts(file, holder)) return holder
    // Two that take over at once both remove and create; the port is bound as a test afterwards, and one gets it.
    if (attempt > 0) return holder ?? { ...record, run: '' }
    rmSync(file, { force: true })
  }
}

/** Gives a port back; nothing happens where somebody else holds it. */
export function dropLeaseFile(directory: string, port: number | string, { pid, place }: PortLeaseRecord): void {
  const file = path.join(directory, String(port))
  const holder = readLease(file)
  if (holder === undefined || (holder.pid === pid && holder.place === place)) rmSync(file, { force: true })
}

/** Whether a living supervisor has that port. */
export function isLeaseHeld(directory: string, port: number): boolean {
  const file = path.join(directory, String(port))
  const holder = readLease(file)
  return holder !== undefined && counts(file, holder)
}

/** Whether a lease is of a place of which the pids mean nothing here. */
export function isElsewhere({ place }: PortLeaseRecord): boolean {
  return place !== placeOfPids()
}

/** Removes the leases of supervisors that died without giving them back. */
export function sweepLeaseFiles(directory: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  for (const name of readdirSync(directory)) {
    const file = path.join(directory, name)
    const holder = readLease(file)
    if (holder !== undefined && counts(file, holder)) continue
    const stats = statSync(file, { throwIfNoEntry: false })
    if (stats !== undefined && nowMs() - stats.mtimeMs > minSweepAgeMs) rmSync(file, { force: true })
  }
}

function counts(file: string, holder: PortLeaseRecord): boolean {
  if (!isElsewhere(holder)) return isAlive(holder)
  const stats = statSync(file, { throwIfNoEntry: false })
  return stats !== undefined && nowMs() - stats.mtimeMs < maxAgeElsewhereMs
}

function readLease(file: string): PortLeaseRecord | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as PortLeaseRecord
  } catch {
    return undefined // given back meanwhile, or torn: its writer died
  }
}
