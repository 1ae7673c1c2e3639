import { mkdtempSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { messageOf } from '../lifecycle/messages.js'
import { prepareRun, type PreparedRun } from './prepare-run.js'
import type { RunContext } from './run-context.js'
import { RunFolderError } from './run-folder-error.js'
import { sanitiseName, serviceDirectory } from './service-directory.js'

/** A run whose folder exists. */
export interface WritableRun {
  readonly run: RunContext
  readonly prepared: PreparedRun
}

/**
 * The run with a folder that exists: its own or, where that cannot be made (a read-only checkout, a full disk), one in the
 * system's folder for temporary files, the same for all workers. `warn` is told of the latter.
 *
 * @throws {RunFolderError} `CURFEW_RUN_FOLDER` when neither can be made
 */
export function writableRun(run: RunContext, warn: (message: string) => void): WritableRun {
  try {
    return { run, prepared: prepareRun(run) }
  } catch (error) {
    if (!(error instanceof RunFolderError)) throw error
    const elsewhere = { ...run, directory: directoryElsewhere(run.run) }
    const prepared = prepareRun(elsewhere)
    warn(`${error.message}\n  Now used      ${elsewhere.directory}`)
    return { run: elsewhere, prepared }
  }
}

/**
 * The folder of one service instance, like {@link serviceDirectory}; where it cannot be made, because the disk is full by
 * now, another one. A test never fails for want of a place for logs.
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
      warn(`${messageOf(error)}\n  Now used      ${elsewhere}`)
      return elsewhere
    }
  }
  return () => (made ??= make())
}

/** Where that disk is full, too, the folder does not exist, and whoever writes to it says so. */
function temporary(serviceName: string): string {
  const prefix = join(tmpdir(), `curfew-${sanitiseName(serviceName)}-`)
  try {
    return mkdtempSync(prefix)
  } catch {
    return `${prefix}unwritable`
  }
}

function directoryElsewhere(run: string): string {
  const user = process.getuid?.() ?? userInfo().username
  return join(tmpdir(), `curfew-${user}-elsewhere`, '.curfew', 'runs', run)
}
