import { randomBytes } from 'node:crypto'
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { pruneRuns, type PruneReport } from './prune-runs.ts'
import { runStartedAtMs, type RunContext } from './run-context.ts'
import { RunFolderError } from './run-folder-error.ts'
import { describeOwner, type RunOwner } from './run-owner.ts'
import { whyForeign } from '@curfew/protocol'

/** What `run.ndjson` holds. The same whichever worker writes it. */
export interface RunRecord extends RunOwner {
  readonly v: 1
  readonly run: string
  readonly startedAtMs: number
}

/** A run whose folder exists. */
export interface PreparedRun {
  /** Whether this call made the folder; of all workers of a run, one does. */
  readonly created: boolean
  /** The removal of older runs, in the background. Never rejects. */
  readonly pruned: Promise<PruneReport>
}

/** Options of {@link prepareRun}. */
export interface PrepareRunOptions {
  /** How many runs are kept, this one included; older ones are removed unless they are alive. @default 10 */
  readonly keepRuns?: number | undefined
  /** What older runs may take of the disk together, in bytes; the last of them is kept all the same. @default 1 GiB */
  readonly maxOldBytes?: number | undefined
}

const prepared = new Map<string, PreparedRun>()

/**
 * Makes the run's folder (mode 0700), for its owner only, when it is first needed.
 *
 * Any number of processes and threads of a run may call it at once and again; one of them makes the folder, points
 * `.curfew/latest` to it and removes old runs. `.curfew/.gitignore` keeps all of it out of the repository.
 *
 * @throws {RunFolderError} `CURFEW_RUN_FOLDER` when the folder cannot be made, or another user may have made it, or may
 * put another one in its place
 */
export function prepareRun(run: RunContext, options: PrepareRunOptions = {}): PreparedRun {
  const known = prepared.get(run.directory)
  if (known !== undefined) return known
  const runs = dirname(run.directory)
  const home = dirname(runs)
  let created: boolean
  try {
    // Nothing is made through a link of another user.
    refuseForeign(run)
    mkdirSync(runs, { recursive: true, mode: 0o755 })
    makeUnlessThere(() => writeFileSync(join(home, '.gitignore'), '*\n', { flag: 'wx' }))
    created = makeUnlessThere(() => mkdirSync(run.directory, { mode: 0o700 }))
    refuseForeign(run)
    writeRunRecord(run)
    if (created) pointTo(home, run.directory)
  } catch (error) {
    throw new RunFolderError(run.directory, error)
  }
  const pruned = created
    ? pruneRuns(runs, { keep: options.keepRuns ?? 10, maxBytes: options.maxOldBytes ?? 1024 ** 3, current: run.run })
    : Promise.resolve({ removed: [], failed: [] })
  const result = { created, pruned }
  prepared.set(run.directory, result)
  return result
}

function refuseForeign({ directory }: RunContext): void {
  const why = whyForeign(directory)
  if (why !== undefined) throw new Error(why)
}

/** For a folder that somebody removed while the run went on: the next call makes it again. */
export function forgetPrepared(run: RunContext): void {
  prepared.delete(run.directory)
}

/**
 * Every worker writes it, with the same content: so it is there for each of them, whoever was first. No file of a run ends in
 * `.json`: the watch mode of Jest would take that for a source, and run again and again.
 */
function writeRunRecord(run: RunContext): void {
  const record: RunRecord = {
    v: 1,
    run: run.run,
    startedAtMs: runStartedAtMs(run.run),
    ...describeOwner(run.rootPid),
  }
  const path = join(run.directory, 'run.ndjson')
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  writeFileSync(draft, `${JSON.stringify(record)}\n`, { mode: 0o600 })
  renameSync(draft, path)
}

/** Points `.curfew/latest` to the run: a link, or a file with the path where links are not allowed. */
function pointTo(home: string, directory: string): void {
  const target = join('runs', basename(directory))
  const draft = join(home, `latest.${randomBytes(6).toString('hex')}`)
  try {
    symlinkSync(target, draft, 'dir')
  } catch {
    writeFileSync(draft, `${target}\n`)
  }
  try {
    renameSync(draft, join(home, 'latest'))
  } catch {
    // Something else has that name, say a folder: the pointer is a convenience, and it is not ours to remove.
    rmSync(draft, { force: true })
  }
}

/** Whether it was made; `false` when it was there already. */
function makeUnlessThere(make: () => void): boolean {
  try {
    make()
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}
