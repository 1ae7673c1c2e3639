import { existsSync } from 'node:fs'
import type { ProcessInfo } from '@curfew/core/process-port'
import { journalVersion } from '../journal/entries.ts'
import { Journal } from '../journal/journal.ts'
import { setImmediate } from '../clock.ts'
import { markLeft } from '../generations.ts'
import { dropLeaseFile, takeLeaseFile } from '../ports/lease-file.ts'
import { findPortHolder } from '../ports/port-holder.ts'
import type { ProcessEntry, ProcessTable } from '../system/process-entry.ts'
import { identify, processTable } from '../system/process-table.ts'
import { isProvable, type Mark, marksOf, ownMarks } from '../tree/mark.ts'
import { finishLeft, type SweptService } from './finish-left.ts'
import { readLeftServices, unrecorded, type LeftService } from './left-services.ts'
import { forgetRun } from './run-register.ts'
import { recordsOf, stateOf, type FoundRun, type RunState } from './run-state.ts'

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
 * this boot. A run is swept by one sweeper at a time.
 */
export async function sweepRuns(order: SweepOrder): Promise<SweepReport> {
  const runs: SweptRun[] = order.found.map((found) => {
    const { run, directory } = found
    return { run, directory, state: ownMarks().includes(run) ? 'around-us' : stateOf(found, order.minAgeMs) }
  })
  const dead = order.found.filter((_, index) => runs[index]?.state === 'dead')
  const services: SweptService[] = []
  const refused: RefusedProcess[] = []
  const all = [...dead, ...(order.keptOf === undefined ? [] : [order.keptOf])]
  if (all.length === 0) return { runs, services, refused }
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
        dropLeaseFile(order.register, `${found.run}.sweep`)
      }
    }),
  )
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
  const recorded = (await readLeftServices(run, directory)).filter(({ wasKept }) => wasKept || !onlyKept)
  const known = new Set(recorded.map(({ id }) => id))
  const carriers = onlyKept ? [] : marked.filter((each) => each.run === run)
  const others = carriers.filter(({ id, entry }) => !known.has(id) && isProvable(processTable, entry.pid, undefined))
  const left = [...recorded, ...[...new Set(others.map(({ id }) => id))].map((id) => unrecorded(run, id))]
  const givenUsers = new Map(left.map(({ id, uid }) => [id, uid]))
  const foreign = carriers.filter(({ id, entry }) => !isProvable(processTable, entry.pid, givenUsers.get(id)))
  const described = foreign.map(({ entry, id }) => ofAnotherUser(processTable, entry, { run, id }))
  const services = await finishLeft(processTable, left, sparedProcesses(processTable))
  const refused = [...described, ...left.flatMap((service) => strangersOnPorts(processTable, service))]
  const alive = services.filter(({ outcome }) => outcome === 'left-alive').length
  if (services.length > 0) record({ run, directory }, services, complain)
  if (onlyKept) return { services, refused }
  try {
    markLeft(directory, alive)
    if (alive === 0) forgetRun(register, run)
  } catch (error) {
    complain(`what was swept of run ${run} could not be noted: ${(error as Error).message}`)
  }
  return { services, refused }
}

function record(
  { run, directory }: Pick<FoundRun, 'run' | 'directory'>,
  services: readonly SweptService[],
  complain: (text: string) => void,
): void {
  // Somebody removed the folder of the run: it is not to come back.
  if (!existsSync(directory)) return
  const journal = new Journal(directory, 'sweep', complain)
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

function sweeper(run: string): { readonly pid: number; readonly startTime: number; readonly run: string } {
  return { ...(identify(process.pid) ?? { pid: process.pid, startTime: 0 }), run }
}

/** A process with the mark of a service. */
export interface Marked {
  readonly entry: ProcessEntry
  readonly run: string
  readonly id: string
}

/** Looked at between two turns of the event loop: about 3 ms. */
const looksAtOnce = 100

/**
 * All processes that carry a mark; one that runs inside a service of a service carries several. Of thousands of processes
 * the look takes a tenth of a second, and a supervisor has spawn orders to take meanwhile.
 */
export async function markedProcesses(table: ProcessTable): Promise<readonly Marked[]> {
  const marked: Marked[] = []
  const living = table.list().filter(({ alive }) => alive)
  for (const [index, entry] of living.entries()) {
    if (index % looksAtOnce === looksAtOnce - 1) await nextTurn()
    for (const mark of marksOf(table, entry.pid)) marked.push({ entry, ...mark })
  }
  return marked
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}

/** Whoever sweeps, and the processes that it stems from. */
function sparedProcesses(table: ProcessTable): ReadonlySet<number> {
  const spared = new Set<number>()
  for (let pid = process.pid; pid > 1 && !spared.has(pid); pid = table.find(pid)?.parent ?? 0) spared.add(pid)
  return spared
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
