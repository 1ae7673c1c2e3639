import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { devNull } from 'node:os'
import path from 'node:path'
import { whyForeign, whyUnsafe, nowMs } from '@curfew/protocol'
import {
  isClaimAbandoned,
  newestGeneration,
  type PublishedSupervisor,
  readLeft,
  readPublished,
} from '../generations.ts'
import { placeOfPids } from '../system/place.ts'
import type { ProcessIdentity } from '../system/process-entry.ts'
import { isAlive } from '../system/process-table.ts'
import type { RegisteredRun } from './run-register.ts'

/** Of a group that a user shares with nobody, as many systems make one, every folder is writable for that. */
export const writableByAll = 0o002

/**
 * What a run is to a sweep: `over` had nothing left when its supervisor left; `alive`, or being finished by its supervisor;
 * `young`, dead for too short a time to be sure; `elsewhere`, of another machine, boot or container; `unknown`, with no
 * record of whose it is; or `dead`.
 */
export type RunState = 'over' | 'alive' | 'young' | 'elsewhere' | 'unknown' | 'dead'

/** A run whose folder was found, or is in the register. */
export interface FoundRun {
  readonly run: string
  readonly directory: string
  readonly registered: RegisteredRun | undefined
}

/** Runs of a project, by the folder that all of them are in. */
export function runsIn(runsDirectory: string): readonly FoundRun[] {
  try {
    return readdirSync(runsDirectory)
      .filter((name) => /^\d{8}-\d{6}-[0-9a-f]{6}$/.test(name))
      .map((run) => ({ run, directory: path.join(runsDirectory, run), registered: undefined }))
  } catch {
    return [] // no run yet
  }
}

/**
 * Where the records of a run are that may be believed: its folder; a path at which there is nothing where another user may
 * have made that, since its journal names pids that a sweep ends.
 *
 * In this project its owner is believed, whose code runs here. A project of the register may have been removed long since,
 * and be anybody's by now.
 */
export function recordsOf({ run, directory, registered }: FoundRun): string {
  try {
    const why = registered === undefined ? whyForeign(directory) : whyNotOurs(directory)
    return why === undefined ? directory : path.join(devNull, run)
  } catch {
    return directory // it was removed
  }
}

function whyNotOurs(directory: string): string | undefined {
  const { uid } = lstatSync(directory)
  return uid === (process.getuid?.() ?? uid) ? whyUnsafe(directory, writableByAll) : 'of another user'
}

/** Tells what is to be done about a run; nothing that may be alive is ever `dead`. */
export function stateOf(found: FoundRun, minAgeMs: number): RunState {
  const { registered } = found
  const directory = recordsOf(found)
  const generation = newestGeneration(directory)
  const left = readLeft(directory, generation)
  if (registered === undefined && (generation === 0 || left === 0)) return 'over'
  const facts = registered ?? readRunRecord(directory)
  if (facts === undefined) return 'unknown'
  if (facts.place !== placeOfPids()) return 'elsewhere'
  if (isAlive(facts.root)) return 'alive'
  if (generation > 0) {
    const supervisor = readPublished(directory, generation)
    if (supervisor === undefined ? !isClaimAbandoned(directory, generation) : isAlive(supervisor)) return 'alive'
  }
  // A supervisor that left in order had nothing more to do: nobody is in the middle of anything.
  if (left !== undefined) return 'dead'
  return nowMs() - lastWrittenMs(directory) < minAgeMs ? 'young' : 'dead'
}

/** The living supervisor of a run whose root is dead: it has to finish the run, and nobody is left to notice if it does not. */
export function finisherOf(found: FoundRun): PublishedSupervisor | undefined {
  const { registered } = found
  const directory = recordsOf(found)
  const facts = registered ?? readRunRecord(directory)
  if (facts === undefined || facts.place !== placeOfPids() || isAlive(facts.root)) return undefined
  const supervisor = readPublished(directory, newestGeneration(directory))
  return supervisor !== undefined && isAlive(supervisor) ? supervisor : undefined
}

/** What `run.ndjson` of core says, for a run that is not in the register. */
function readRunRecord(directory: string): { readonly root: ProcessIdentity; readonly place: string } | undefined {
  try {
    const text = readFileSync(path.join(directory, 'run.ndjson'), 'utf8')
    const record = JSON.parse(text) as { rootPid: number; rootStartTime: number | null; place: string }
    if (record.rootStartTime === null) return undefined
    return { root: { pid: record.rootPid, startTime: record.rootStartTime }, place: record.place }
  } catch {
    return undefined
  }
}

/** When somebody last wrote about the run: its journals, or the claims of supervisors. */
function lastWrittenMs(directory: string): number {
  return Math.max(
    0,
    ...['journal', 'supervisor'].flatMap((folder) => {
      try {
        return readdirSync(path.join(directory, folder)).map((name) => {
          const stats = statSync(path.join(directory, folder, name), { throwIfNoEntry: false })
          return stats?.mtimeMs ?? 0
        })
      } catch {
        return [] // the folder of the run was removed
      }
    }),
  )
}
