import type { ProcessInfo } from '@curfew/protocol'
import { markLeft } from '../generations.ts'
import { dropLeaseFile, takeLeaseFile } from '../ports/lease-file.ts'
import { findPortHolder } from '../ports/port-holder.ts'
import type { ProcessEntry, ProcessTable } from '../system/process-entry.ts'
import { processTable } from '../system/process-table.ts'
import { type Mark, marksOf, ownMarks } from '../tree/mark.ts'
import type { SweptService } from './finish-left.ts'
import { finishLeftOf, sweeper } from './finish-run.ts'
import type { LeftService } from './left-services.ts'
import { type Marked, markedProcesses } from './marked-processes.ts'
import { forgetRun } from './run-register.ts'
import { finisherOf, recordsOf, stateOf, type FoundRun, type RunState } from './run-state.ts'
import { wakeSupervisor } from './wake-supervisor.ts'

/** A process that a sweep left alone, and why. */
export interface RefusedProcess {
  readonly process: ProcessInfo
  /** The run whose mark it carries, or that had its port. */
  readonly run: string
  readonly why: string
}

/** One run that a sweep looked at. */
export interface SweptRun {
  readonly run: string
  readonly directory: string
  readonly state: RunState | 'being-swept' | 'around-us'
}

/** What a sweep found and did. */
export interface SweepReport {
  readonly runs: readonly SweptRun[]
  /** What was finished off, or could not be. */
  readonly services: readonly SweptService[]
  readonly refused: readonly RefusedProcess[]
}

/** How runs are swept. */
export interface SweepOrder {
  readonly found: readonly FoundRun[]
  /** Folder of the register. */
  readonly register: string
  readonly minAgeMs: number
  /** A living run whose supervisor left in order: only what it kept is finished off. */
  readonly keptOf?: FoundRun | undefined
  readonly complain: (message: string) => void
}

/**
 * Finishes off what dead runs left, one look at the processes for all of them.
 *
 * Guarantee: a process is signalled only where it is proved to stem from a run that is dead: by its mark, if it is of this
 * user (or of the one that the service was given), or by the pid and start time in that run's journal, on this machine since
 * this boot. A run is swept by one sweeper at a time. One that still has a supervisor is left to it, which is made
 * to work if it was stopped or hangs.
 */
export async function sweepRuns(order: SweepOrder): Promise<SweepReport> {
  const runs: SweptRun[] = order.found.map((found) => {
    const { run, directory } = found
    return { run, directory, state: ownMarks().includes(run) ? 'around-us' : stateOf(found, order.minAgeMs) }
  })
  const dead = order.found.filter((_, index) => runs[index]?.state === 'dead')
  const services: SweptService[] = []
  const refused: RefusedProcess[] = []
  const alive = order.found.filter((_, index) => runs[index]?.state === 'alive')
  const waking = Promise.all(alive.flatMap((found) => finisherOf(found) ?? []).map(wakeSupervisor))
  const all = [...dead, ...(order.keptOf === undefined ? [] : [order.keptOf])]
  if (all.length === 0) {
    await waking
    return { runs, services, refused }
  }
  const marked = await markedProcesses(processTable)
  await Promise.all(
    all.map(async (found) => {
      const holder = takeLeaseFile(order.register, `${found.run}.sweep`, sweeper(found.run))
      if (holder !== undefined) {
        const at = runs.findIndex(({ run }) => run === found.run)
        if (at >= 0) runs[at] = { run: found.run, directory: found.directory, state: 'being-swept' }
        return
      }
      try {
        const result = await sweepOne(found, marked, order)
        services.push(...result.services)
        refused.push(...result.refused)
      } finally {
        dropLeaseFile(order.register, `${found.run}.sweep`, sweeper(found.run))
      }
    }),
  )
  await waking
  return { runs, services, refused }
}

async function sweepOne(
  found: FoundRun,
  marked: readonly Marked[],
  { keptOf, register, complain }: SweepOrder,
): Promise<Pick<SweepReport, 'services' | 'refused'>> {
  const { run } = found
  const directory = recordsOf(found)
  const onlyKept = keptOf?.run === run
  const which = onlyKept ? 'kept' : 'all'
  const { left, services, foreign } = await finishLeftOf({ run, directory, which, marked, complain })
  const described = foreign.map(({ entry, id }) => ofAnotherUser(processTable, entry, { run, id }))
  const refused = [...described, ...left.flatMap((service) => strangersOnPorts(processTable, service))]
  if (onlyKept) return { services, refused }
  try {
    const alive = services.filter(({ outcome }) => outcome === 'left-alive').length
    markLeft(directory, alive)
    if (alive === 0) forgetRun(register, run)
  } catch (error) {
    complain(`what was swept of run ${run} could not be noted: ${(error as Error).message}`)
  }
  return { services, refused }
}

/** Who carries a mark that anybody may have given them. */
function ofAnotherUser(table: ProcessTable, { pid }: ProcessEntry, { run, id }: Mark): RefusedProcess {
  const why = `carries the mark of service "${id}" of that dead run, and is of another user (uid ${table.owner(pid)}), who may have made it up`
  return { process: table.describe(pid), run, why }
}

/** Who listens where a service of a dead run listened, is an orphan, is younger than it, and cannot be proved to be its. */
function strangersOnPorts(table: ProcessTable, { run, service, main, host, ports }: LeftService): RefusedProcess[] {
  if (main === undefined) return []
  return Object.values(ports).flatMap((port) => {
    const holder = findPortHolder(host, port)
    const entry = holder === null ? undefined : table.find(holder.pid)
    if (holder === null || entry === undefined || entry.parent !== 1 || entry.startTime < main.startTime) return []
    if (marksOf(table, entry.pid).length > 0) return []
    const why = `listens on ${host}:${port}, where service "${service}" of that dead run did; nothing proves that it stems from it`
    return [{ process: holder, run, why }]
  })
}
