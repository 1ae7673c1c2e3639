import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { forgetPrepared, prepareRun } from './prepare-run.ts'
import type { RunContext } from './run-context.ts'
import { RunFolderError } from './run-folder-error.ts'

/** The last number used by this process or thread, per run and worker. */
const lastNumbers = new Map<string, number>()

/**
 * The folder of one service instance, e.g. `services/w1-0003-api`: made when the returned function is first called.
 *
 * Guarantee: no two instances of a run share one, whichever workers they are of, and by name they sort in the order in
 * which a worker made them (a worker of the runner that is replaced by another of the same id is counted on).
 *
 * @throws {RunFolderError} `CURFEW_RUN_FOLDER` (from the returned function) when it cannot be made
 */
export function serviceDirectory(run: RunContext, serviceName: string): () => string {
  let made: string | undefined
  return () => (made ??= makeServiceDirectory(run, serviceName))
}

/** A name as a part of a path: letters, digits, `.`, `_` and `-`, at most 60 of them. */
export function sanitiseName(name: string): string {
  const clean = name
    .replaceAll(/[^\w.-]+/g, '-')
    .replace(/^[.-]+/, '')
    .slice(0, 60)
    .replace(/[.-]+$/, '')
  return clean === '' ? 'unnamed' : clean
}

function makeServiceDirectory(run: RunContext, serviceName: string): string {
  const services = servicesFolder(run)
  const prefix = `${run.worker === null ? 'main' : sanitiseName(run.worker)}-`
  const counter = `${services}\n${prefix}`
  for (;;) {
    const number = (lastNumbers.get(counter) ?? lastNumberOnDisk(services, prefix)) + 1
    lastNumbers.set(counter, number)
    const directory = join(services, `${prefix}${String(number).padStart(4, '0')}-${sanitiseName(serviceName)}`)
    if (makeUnlessThere(directory)) return directory
    // A worker of the same id made it at this moment: the next number is tried.
  }
}

function servicesFolder(run: RunContext): string {
  const services = join(run.directory, 'services')
  prepareRun(run)
  if (!existsSync(run.directory)) {
    // Somebody removed the run's folder (a clean in watch mode): it is made again, with all that belongs to it.
    forgetPrepared(run)
    prepareRun(run)
  }
  makeUnlessThere(services)
  return services
}

function lastNumberOnDisk(services: string, prefix: string): number {
  let last = 0
  for (const name of readdirSync(services)) {
    if (name.startsWith(prefix)) last = Math.max(last, Number.parseInt(name.slice(prefix.length), 10) || 0)
  }
  return last
}

/** Whether it was made; `false` when it was there already. */
function makeUnlessThere(directory: string): boolean {
  try {
    mkdirSync(directory, { mode: 0o700 })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw new RunFolderError(directory, error)
  }
}
