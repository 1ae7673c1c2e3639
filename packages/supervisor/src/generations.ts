import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { nowMs } from '@curfew/protocol'
import type { ProcessIdentity } from './system/process-entry.ts'
import { isAlive } from './system/process-table.ts'

/**
 * Who may start a supervisor, decided by files in `<runDirectory>/supervisor/`.
 *
 * `<n>.claim` is created by the one process that may start the nth supervisor of the run; it is created exclusively and
 * never removed once it is written, so two starters can never both have it. `<n>.ndjson` is written by that supervisor once it listens, and
 * `<n>.left` when nothing is left for it to do: one that is dead without it was killed, and has to be succeeded.
 */

/** Where a supervisor can be reached. */
export interface PublishedSupervisor extends ProcessIdentity {
  readonly protocol: number
  readonly address: string
  /** Who starts another one if this one is killed. */
  readonly guard?: ProcessIdentity | undefined
}

/** A starter that is dead has so long for its supervisor to appear all the same. */
const claimGraceMs = 2000

function directoryOf(runDirectory: string): string {
  return path.join(runDirectory, 'supervisor')
}

/** The number of the newest generation; 0 when there never was one. */
export function newestGeneration(runDirectory: string): number {
  try {
    const numbers = readdirSync(directoryOf(runDirectory)).map((name) => Number.parseInt(name, 10))
    return Math.max(0, ...numbers.filter(Number.isInteger))
  } catch {
    return 0 // nobody ever started one
  }
}

/** Claims a generation; false when another process has it. */
export function claimGeneration(runDirectory: string, generation: number, claimant: ProcessIdentity): boolean {
  mkdirSync(directoryOf(runDirectory), { recursive: true, mode: 0o700 })
  const file = path.join(directoryOf(runDirectory), `${generation}.claim`)
  try {
    writeFileSync(file, JSON.stringify(claimant), { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    // A full disk has room for a name: everybody else would wait for a supervisor that nobody starts.
    rmSync(file, { force: true })
    throw error
  }
}

/**
 * Claims the generation after one that was killed, for its guard, which saw it die.
 *
 * Returns `undefined` when it left in order, or when somebody else succeeds it.
 */
export function claimSuccession(runDirectory: string, guarded: number, claimant: ProcessIdentity): number | undefined {
  const last = newestGeneration(runDirectory)
  if (hasLeft(runDirectory, last)) return undefined
  const published = readPublished(runDirectory, last)
  const other = published ?? (last === guarded ? undefined : readClaim(runDirectory, last))
  if (other !== undefined && isAlive(other)) return undefined
  return claimGeneration(runDirectory, last + 1, claimant) ? last + 1 : undefined
}

/** Whether whoever claimed a generation can no longer bring a supervisor up. */
export function isClaimAbandoned(runDirectory: string, generation: number): boolean {
  const file = path.join(directoryOf(runDirectory), `${generation}.claim`)
  const claimant = readClaim(runDirectory, generation)
  if (claimant !== undefined && isAlive(claimant)) return false
  const stats = statSync(file, { throwIfNoEntry: false })
  return stats === undefined || nowMs() - stats.mtimeMs > claimGraceMs
}

/** Makes a supervisor known; false when a later generation was claimed meanwhile, and this one must not serve. */
export function publish(runDirectory: string, generation: number, supervisor: PublishedSupervisor): boolean {
  const file = path.join(directoryOf(runDirectory), `${generation}.ndjson`)
  writeFileSync(`${file}.new`, JSON.stringify(supervisor), { mode: 0o600 })
  renameSync(`${file}.new`, file)
  return newestGeneration(runDirectory) === generation
}

/** Where the supervisor of a generation listens, once it does. */
export function readPublished(runDirectory: string, generation: number): PublishedSupervisor | undefined {
  return readJson(path.join(directoryOf(runDirectory), `${generation}.ndjson`)) as PublishedSupervisor | undefined
}

/** Notes that the newest supervisor has left in order, and how many services live on (kept, or not to be killed). */
export function markLeft(runDirectory: string, left: number): void {
  const generation = newestGeneration(runDirectory)
  if (generation > 0)
    writeFileSync(path.join(directoryOf(runDirectory), `${generation}.left`), JSON.stringify(left), { mode: 0o600 })
}

/** How many services lived on when the supervisor of a generation left in order; `undefined` when it has not. */
export function readLeft(runDirectory: string, generation: number): number | undefined {
  return readJson(path.join(directoryOf(runDirectory), `${generation}.left`)) as number | undefined
}

/** Whether a supervisor ended in order. */
export function hasLeft(runDirectory: string, generation: number): boolean {
  return readLeft(runDirectory, generation) !== undefined
}

function readClaim(runDirectory: string, generation: number): ProcessIdentity | undefined {
  return readJson(path.join(directoryOf(runDirectory), `${generation}.claim`)) as ProcessIdentity | undefined
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined // not there yet, or being written
  }
}
