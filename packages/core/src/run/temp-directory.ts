import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { prepareRun } from './prepare-run.ts'
import type { RunContext } from './run-context.ts'
import { sanitiseName } from './service-directory.ts'

/** Makes a directory that nobody else has, in the run's folder; where that cannot be written, in the system's folder for such. */
export function makeTempDirectory(run: RunContext, owner: string): string {
  const prefix = `${sanitiseName(owner)}-`
  try {
    prepareRun(run)
    const parent = join(run.directory, 'tmp')
    mkdirSync(parent, { recursive: true, mode: 0o700 })
    return mkdtempSync(join(parent, prefix))
  } catch {
    // The run's folder is told about where it matters; a directory is a directory.
    return mkdtempSync(join(tmpdir(), `curfew-${prefix}`))
  }
}
