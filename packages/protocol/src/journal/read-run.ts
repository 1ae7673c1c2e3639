import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { RunFold, type RunFoldOptions } from './fold.ts'
import type { Run } from './run.ts'

/** How the journals of a run are read. */
export interface ReadRunOptions extends RunFoldOptions {
  /** Called with each journal that cannot be read, which is then left out. @default the error is thrown */
  readonly onUnreadable?: ((error: Error) => void) | undefined
}

/** Where a sweep notes what it did: it is about services of the other files. */
const sweepJournal = 'sweep.ndjson'

/** The journals of a run, in the order in which they are to be folded; none where no owner ever connected. */
export function journalFiles(runDirectory: string): readonly string[] {
  const directory = join(runDirectory, 'journal')
  try {
    return readdirSync(directory)
      .filter((name) => name.endsWith('.ndjson'))
      .toSorted((a, b) => Number(a === sweepJournal) - Number(b === sweepJournal))
      .map((name) => join(directory, name))
  } catch {
    return [] // the folder was removed, or never made
  }
}

/**
 * Reads what the journals of a run say, also while they are written or after their writers were killed.
 *
 * @throws what the system says when a journal cannot be read (`EACCES` …), unless `onUnreadable` is given
 */
export async function readRun(runDirectory: string, options: ReadRunOptions = {}): Promise<Run> {
  const folded = new RunFold(options)
  for (const file of journalFiles(runDirectory)) {
    try {
      folded.journal().write(await readFile(file, 'utf8'))
    } catch (error) {
      if (options.onUnreadable === undefined) throw error
      options.onUnreadable(error as Error)
    }
  }
  return folded.run
}
