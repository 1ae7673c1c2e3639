import { existsSync } from 'node:fs'
import { markLeft } from '../generations.ts'
import { journalVersion } from '@curfew/protocol/journal'
import { Journal } from '../journal/journal.ts'
import type { PortLeaseRecord } from '../ports/lease-file.ts'
import { placeOfPids } from '../system/place.ts'
import type { ProcessTable } from '../system/process-entry.ts'
import { identify, processTable } from '../system/process-table.ts'
import { finishLeft, leftHere, type SweptService } from './finish-left.ts'
import { readLeftElsewhere } from './left-elsewhere.ts'
import { type LeftService, readLeftServices, unrecorded } from './left-services.ts'
import { isProvable } from '../tree/mark.ts'
import { type Marked, markedProcesses } from './marked-processes.ts'

/** Of what a run left. */
export interface FinishOrder {
  readonly run: string
  readonly directory: string
  /** Which of its services: all, those that were kept up on purpose, or the others. */
  readonly which: 'all' | 'kept' | 'not kept'
  /** All processes with a mark. */
  readonly marked: readonly Marked[]
  readonly complain: (message: string) => void
}

/** What was found of a run, and what became of it. */
export interface FinishedRun {
  readonly left: readonly LeftService[]
  readonly services: readonly SweptService[]
  /** Processes of other users with marks of the run, which those may have made up. */
  readonly foreign: readonly Marked[]
}

/** Finishes off what is left of a run of which nobody else does, and writes it down. */
export async function finishLeftOf({ run, directory, which, marked, complain }: FinishOrder): Promise<FinishedRun> {
  const all = await readLeftServices(run, directory)
  const isMeant = ({ wasKept }: { readonly wasKept: boolean }): boolean =>
    which === 'all' || wasKept === (which === 'kept')
  const recorded = all.filter(isMeant)
  const known = new Set(all.map(({ id }) => id))
  const carriers = which === 'kept' ? [] : marked.filter((each) => each.run === run)
  const others = carriers.filter(({ id, entry }) => !known.has(id) && isProvable(processTable, entry.pid, undefined))
  const left = [...recorded, ...[...new Set(others.map(({ id }) => id))].map((id) => unrecorded(run, id))]
  const givenUsers = new Map(left.map(({ id, uid }) => [id, uid]))
  const foreign = carriers.filter(({ id, entry }) => !isProvable(processTable, entry.pid, givenUsers.get(id)))
  const spared = sparedProcesses(processTable)
  const elsewhere = readLeftElsewhere({ run, directory, complain })
  const services = await finishLeft([
    ...left.map((each) => leftHere(processTable, each, spared)),
    ...elsewhere.things.filter(isMeant),
  ])
  await elsewhere.close()
  if (services.length > 0) record({ run, directory, services, resources: elsewhere.resources, complain })
  return { left, services, foreign }
}

/**
 * Ends what is left of a run in the place of its supervisor, of which there is none any more and can be none: what was kept up
 * on purpose stays.
 */
export async function finishRun(run: string, directory: string): Promise<void> {
  const marked = await markedProcesses(processTable)
  const complain = (message: string): void => process.emitWarning(message, 'CurfewWarning')
  const { services } = await finishLeftOf({ run, directory, which: 'not kept', marked, complain })
  const alive = services.filter(({ outcome }) => outcome === 'left-alive')
  for (const { service, survivors, error } of alive) {
    const pids = survivors.map(({ pid }) => pid).join(', ')
    complain(
      error === undefined
        ? `service "${service}" was killed at the end of the run and is still alive (pid ${pids})`
        : `"${service}" may be left at the end of the run: ${error}`,
    )
  }
  try {
    markLeft(directory, alive.length)
  } catch {
    // Why no supervisor could be had is most often why this cannot be written. A later sweep looks once more.
  }
}

function record({
  run,
  directory,
  services,
  resources,
  complain,
}: Pick<FinishOrder, 'run' | 'directory' | 'complain'> &
  Pick<FinishedRun, 'services'> & { readonly resources: ReadonlySet<string> }): void {
  // Somebody removed the folder of the run: it is not to come back.
  if (!existsSync(directory)) return
  const journal = new Journal(directory, 'sweep', { complain })
  const { pid, startTime } = sweeper(run)
  journal.write({
    event: 'journal',
    version: journalVersion,
    run,
    owner: 'sweep',
    pid,
    startTime,
    threadId: null,
    supervisorPid: process.pid,
  })
  for (const { run: _, ...swept } of services) {
    journal.write({ event: 'swept', ...swept })
    if (swept.outcome !== 'left-alive' && resources.has(swept.id)) {
      journal.write({ event: 'resource-released', id: swept.id, by: 'supervisor', durationMs: swept.durationMs })
      continue
    }
    journal.write({
      event: 'gone',
      id: swept.id,
      gone: swept.outcome !== 'left-alive',
      survivors: swept.survivors,
      suspects: [],
    })
  }
  journal.close()
}

/** Whoever sweeps a run, as its lease names it. */
export function sweeper(run: string): PortLeaseRecord {
  return { ...(identify(process.pid) ?? { pid: process.pid, startTime: 0 }), run, place: placeOfPids() }
}

/** Whoever sweeps, and the processes that it stems from. */
export function sparedProcesses(table: ProcessTable): ReadonlySet<number> {
  const spared = new Set<number>()
  for (let pid = process.pid; pid > 1 && !spared.has(pid); pid = table.find(pid)?.parent ?? 0) spared.add(pid)
  return spared
}
