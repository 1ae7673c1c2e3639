import { mkdtempSync } from 'node:fs'
import { devNull } from 'node:os'
import { join } from 'node:path'
import { messageOf } from '../errors/message-of.ts'
import { prepareRun, type PreparedRun } from './prepare-run.ts'
import type { RunContext } from './run-context.ts'
import { RunFolderError } from './run-folder-error.ts'
import { sanitiseName, serviceDirectory } from './service-directory.ts'
import { userDirectory } from '@curfew/protocol'

/** A run whose folder exists. */
export interface WritableRun {
  readonly run: RunContext
  readonly prepared: PreparedRun
}

/**
 * The run with a folder that exists: its own or, where that cannot be made or is not safe from other users (a read-only
 * checkout, a full disk, a project in a folder that everybody writes to), one in the folder of this user for temporary
 * files, the same for all workers. `warn` is told of the latter.
 *
 * @throws {RunFolderError} `CURFEW_RUN_FOLDER` when neither can be made
 */
export function writableRun(run: RunContext, warn: (message: string) => void): WritableRun {
  try {
    return { run, prepared: prepareRun(run) }
  } catch (error) {
    if (!(error instanceof RunFolderError)) throw error
    const elsewhere = { ...run, directory: directoryElsewhere(run) }
    const prepared = prepareRun(elsewhere)
    warn(`${error.message}\n  Now used      ${elsewhere.directory}`)
    return { run: elsewhere, prepared }
  }
}

/**
 * The folder of one service instance, like {@link serviceDirectory}; where it cannot be made, because the disk is full by
 * now, another one, and where there is none either, a path at which nothing can be made: its output is in no file, and `warn` is
 * told. A test never fails for want of a place for logs.
 */
export function serviceDirectorySomewhere(
  run: () => RunContext,
  serviceName: string,
  warn: (message: string) => void,
): () => string {
  let made: string | undefined
  const make = (): string => {
    try {
      return serviceDirectory(run(), serviceName)()
    } catch (error) {
      const elsewhere = temporary(serviceName)
      const consequence = elsewhere === undefined ? 'Its output is in no file' : `Now used      ${elsewhere}`
      warn(`${messageOf(error)}\n  ${consequence}`)
      return elsewhere ?? join(devNull, sanitiseName(serviceName))
    }
  }
  return () => (made ??= make())
}

/** Never a name that somebody else could have thought of. */
function temporary(serviceName: string): string | undefined {
  try {
    return mkdtempSync(join(userDirectory(), `${sanitiseName(serviceName)}-`))
  } catch {
    return undefined // that disk is full, too
  }
}

/** @throws {RunFolderError} where this user has no folder of their own either */
function directoryElsewhere({ run, directory }: RunContext): string {
  try {
    return join(userDirectory(), 'elsewhere', '.curfew', 'runs', run)
  } catch (error) {
    throw new RunFolderError(directory, error)
  }
}
