import path from 'node:path'
import { userDirectory } from '@curfew/protocol'
import { processTable } from '../system/process-table.ts'
import { registerDirectory, registeredRuns } from './run-register.ts'
import { runsIn, type FoundRun } from './run-state.ts'
import { markedProcesses } from './marked-processes.ts'
import { sweepRuns, type RefusedProcess, type SweepReport } from './sweep-runs.ts'

/** Options of {@link sweep}. */
export interface SweepOptions {
  /** The folder that `.curfew` is in. Runs of other projects of this user are swept as well. @default the working directory */
  readonly root?: string | undefined
  /** How long a run has to be dead, in milliseconds; one that ended in order may be swept at once. @default 2000 */
  readonly minAgeMs?: number | undefined
}

export const defaultMinAgeMs = 2000

/**
 * Finishes off what dead runs of this user left on this machine, dependants first, each within its own limits.
 *
 * Guarantee: nothing of a living run is touched, and nothing that is not proved to stem from a dead one (by the mark in its
 * environment, where it is of this user, or by pid and start time in the run's journal). What looks like it and cannot be proved is in `refused`.
 */
export async function sweep(options: SweepOptions = {}): Promise<SweepReport> {
  const { root = process.cwd(), minAgeMs = defaultMinAgeMs } = options
  const register = registerDirectory(userDirectory())
  const found = foundRuns(register, path.join(path.resolve(root), '.curfew', 'runs'))
  const report = await sweepRuns({ found, register, minAgeMs, complain: warn })
  return { ...report, refused: [...report.refused, ...(await strangers(found))] }
}

/** Runs of the register, and of one project. */
export function foundRuns(register: string, runsDirectory: string | undefined): readonly FoundRun[] {
  const registered = registeredRuns(register).map((each) => ({
    run: each.run,
    directory: each.runDirectory,
    registered: each,
  }))
  const names = new Set(registered.map(({ run }) => run))
  const ofProject = runsDirectory === undefined ? [] : runsIn(runsDirectory)
  return [...registered, ...ofProject.filter(({ run }) => !names.has(run))]
}

/** Processes with the mark of a run that nothing is known of: its folder was removed, and it is not in the register. */
async function strangers(found: readonly FoundRun[]): Promise<readonly RefusedProcess[]> {
  const known = new Set(found.map(({ run }) => run))
  const marked = await markedProcesses(processTable)
  return marked
    .filter(({ run, entry }) => !known.has(run) && entry.pid !== process.pid)
    .map(({ run, id, entry }) => {
      const why = `carries the mark of service "${id}", and there is no record of its run that tells whether it is dead`
      return { process: processTable.describe(entry.pid), run, why }
    })
}

function warn(message: string): void {
  process.emitWarning(message, 'CurfewWarning')
}
