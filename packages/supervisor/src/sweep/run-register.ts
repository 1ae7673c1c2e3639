import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { ProcessIdentity } from '../system/process-entry.ts'

/**
 * Runs of this user, in any project, that have a supervisor now or had one that left something: one file each, in the
 * user's folder. So a sweep finds what another project left, and reads no journal of a run that ended well.
 */
export interface RegisteredRun {
  readonly run: string
  readonly runDirectory: string
  readonly root: ProcessIdentity
  /** Where the pids are from. */
  readonly place: string
}

/** The folder of the register. */
export function registerDirectory(userDirectory: string): string {
  return path.join(userDirectory, 'runs')
}

export function registerRun(directory: string, run: RegisteredRun): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  writeFileSync(path.join(directory, `${run.run}.json`), JSON.stringify(run), { mode: 0o600 })
}

export function forgetRun(directory: string, run: string): void {
  rmSync(path.join(directory, `${run}.json`), { force: true })
}

export function registeredRuns(directory: string): readonly RegisteredRun[] {
  let names: readonly string[]
  try {
    names = readdirSync(directory)
  } catch {
    return [] // nothing was ever registered
  }
  return names.flatMap((name) => {
    if (!name.endsWith('.json')) return []
    try {
      return [JSON.parse(readFileSync(path.join(directory, name), 'utf8')) as RegisteredRun]
    } catch {
      return [] // removed meanwhile, or torn: its supervisor died in that moment, before it spawned anything
    }
  })
}
