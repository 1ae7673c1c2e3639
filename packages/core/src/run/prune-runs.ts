import { readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { systemClock } from '@curfew/protocol'
import { folderBytes } from './folder-bytes.ts'
import { isRunId } from './run-context.ts'

/** What {@link pruneRuns} did. */
export interface PruneReport {
  /** Ids of the runs that were removed. */
  readonly removed: readonly string[]
  /** What could not be removed and why, one sentence each. */
  readonly failed: readonly string[]
}

const trashPrefix = '.removing-'

/** Which runs are kept. */
export interface PruneOptions {
  /** How many, the current one included. */
  readonly keep: number
  /** What the older ones may take of the disk together, in bytes; the one before the current one is kept whatever it takes. @default Infinity */
  readonly maxBytes?: number
  /** The id of the run that goes on. */
  readonly current: string
  readonly nowMs?: number
}

/**
 * Removes old runs: all but the last `keep`, and of these the oldest that take more than `maxBytes`. Never rejects.
 *
 * Never touched: a run that may be alive (`mayBeAlive()`), the current one, later ones, and what is not a run by name.
 * A folder is renamed before it is emptied, so nobody finds half a run, and what an interrupted removal left is
 * recognised by its name and removed by the next one.
 */
export async function pruneRuns(runsDirectory: string, options: PruneOptions): Promise<PruneReport> {
  const removed: string[] = []
  const failed: string[] = []
  const nowMs = options.nowMs ?? systemClock.nowMs()
  const attempt = async (name: string, remove: () => Promise<boolean>): Promise<void> => {
    try {
      if (await remove()) removed.push(name.replace(trashPrefix, ''))
    } catch (error) {
      // Another process that removes the same one at this moment is no failure.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
        failed.push(`The old run ${join(runsDirectory, name)} could not be removed: ${(error as Error).message}`)
      }
    }
  }

  let names: string[] = []
  try {
    const entries = await readdir(runsDirectory, { withFileTypes: true })
    names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  } catch (error) {
    failed.push(`Old runs in ${runsDirectory} could not be listed: ${(error as Error).message}`)
  }
  const trash = names.filter((name) => name.startsWith(trashPrefix))
  const older = names.filter((name) => isRunId(name) && name < options.current).toSorted()
  // One after the other: the tests that begin now need the disk more.
  for (const name of trash) {
    await attempt(name, async () => {
      await rm(join(runsDirectory, name), { recursive: true, force: true })
      return true
    })
  }
  const excess = older.slice(0, Math.max(0, older.length - Math.max(0, options.keep - 1)))
  const oversized = await beyond(
    runsDirectory,
    older.filter((name) => !excess.includes(name)),
    options.maxBytes ?? Infinity,
  )
  for (const name of [...excess, ...oversized]) {
    await attempt(name, async () => {
      const directory = join(runsDirectory, name)
      // Loaded only now: most processes that import core remove no run.
      const { mayBeAlive } = await import('./run-alive.ts')
      if (await mayBeAlive(directory, nowMs)) return false
      const condemned = join(runsDirectory, `${trashPrefix}${name}`)
      await rename(directory, condemned)
      await rm(condemned, { recursive: true, force: true })
      return true
    })
  }
  return { removed, failed }
}

/** Of runs, the oldest first, those that the others leave no room for; never the last one. */
async function beyond(runsDirectory: string, names: readonly string[], maxBytes: number): Promise<readonly string[]> {
  if (maxBytes === Infinity) return []
  let bytes = 0
  for (const [index, name] of names.toReversed().entries()) {
    bytes += await folderBytes(join(runsDirectory, name))
    if (bytes > maxBytes && index > 0) return names.slice(0, names.length - index)
  }
  return []
}
