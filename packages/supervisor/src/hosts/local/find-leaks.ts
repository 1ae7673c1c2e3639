import {
  type LeakedPort,
  type ProcessInfo,
  type ProcessLeak,
  type ProcessSpawnOrder,
  delay,
  monotonicMs,
} from '@curfew/protocol'
import type { Journal } from '../../journal/journal.ts'
import { findPortHolder } from '../../ports/port-holder.ts'
import type { PortLeases } from '../../ports/port-leases.ts'
import type { ProcessEntry } from '../../system/process-entry.ts'
import { isAlive, processTable } from '../../system/process-table.ts'
import { isProvable, markedService } from '../../tree/mark.ts'
import { sendSignal } from '../../tree/send-signal.ts'
import type { LocalProcess } from './local-process.ts'

/** What the search for leaks needs to know. */
export interface LeakSearch {
  readonly run: string
  /** The process of the owner, which may have started something with the environment of a service. */
  readonly owner: number
  readonly leases: Pick<PortLeases, 'fixed' | 'isLeased'>
  readonly journal: Journal
}

/** A process of this machine whose service is gone. */
export interface EndedProcess {
  readonly order: ProcessSpawnOrder
  readonly hosted: LocalProcess
}

/** A killed process is dead at once, but for one in an uninterruptible sleep. */
const killLimitMs = 1000

/**
 * Looks for what lives on of services that are gone: processes that carry their mark, which are killed, and listeners on
 * ports that the user fixed, which are named. (Listeners on ports that we chose were ended with the tree.)
 *
 * A mark alone proves nothing, since everybody may start a process with any mark: where the kernel contains a service, only
 * what stems from the supervisor or from the owner is looked at; elsewhere only what is of this user, or of the one that the
 * service was given.
 * One list of the processes for all of them; only those that are younger than the services are looked into.
 */
export async function findLeaks(
  children: readonly EndedProcess[],
  search: LeakSearch,
): Promise<readonly ProcessLeak[]> {
  if (children.length === 0) return []
  const marked = findMarked(children, search)
  // Described before they are killed: a zombie has no command line.
  const described = new Map([...marked.values()].flat().map(({ pid }) => [pid, processTable.describe(pid)]))
  const describe = ({ pid }: ProcessEntry): ProcessInfo => described.get(pid) ?? { pid, command: '[unknown]' }
  for (const entry of [...marked.values()].flat()) sendSignal(entry, 'SIGKILL')
  const leaks: ProcessLeak[] = []
  for (const { order } of children) {
    const entries = marked.get(order.id) ?? []
    const survivors = await whatSurvives(entries)
    const ports = search.leases.fixed(order.id).flatMap(({ host, port }) => leakedPort(host, port, search) ?? [])
    if (entries.length === 0 && ports.length === 0) continue
    const leak = { id: order.id, processes: entries.map(describe), survivors: survivors.map(describe), ports }
    search.journal.write({
      event: 'leaked',
      id: order.id,
      service: order.service,
      processes: leak.processes,
      ports,
      killed: survivors.length === 0,
    })
    leaks.push(leak)
  }
  return leaks
}

function findMarked(
  children: readonly EndedProcess[],
  { run, owner }: Pick<LeakSearch, 'run' | 'owner'>,
): Map<string, ProcessEntry[]> {
  const marked = new Map<string, ProcessEntry[]>()
  for (const [containment, contained] of Map.groupBy(children, ({ hosted }) => hosted.heldBy)) {
    const byId = new Map(contained.map((child) => [child.order.id, child]))
    const earliest = Math.min(...contained.map(({ hosted }) => hosted.startTime))
    for (const entry of containment.below(processTable, owner)) {
      if (!entry.alive || entry.startTime < earliest || entry.pid === process.pid) continue
      const id = markedService(processTable, entry.pid, run)
      const child = id === undefined ? undefined : byId.get(id)
      if (id === undefined || child === undefined || entry.startTime < child.hosted.startTime) continue
      if (containment.kind === 'none' && !isProvable(processTable, entry.pid, child.order.uid)) continue
      marked.set(id, [...(marked.get(id) ?? []), entry])
    }
  }
  return marked
}

async function whatSurvives(entries: readonly ProcessEntry[]): Promise<readonly ProcessEntry[]> {
  const deadlineMs = monotonicMs() + killLimitMs
  let left = entries.filter(isAlive)
  for (; left.length > 0 && monotonicMs() < deadlineMs; left = left.filter(isAlive)) await delay(2)
  return left
}

/** A listener on a port that nobody was given meanwhile: looked at twice, since a service of another test may have just ended. */
function leakedPort(host: string, port: number, { leases }: LeakSearch): LeakedPort | undefined {
  const holder = findPortHolder(host, port)
  if (holder === null || leases.isLeased(port)) return undefined
  return findPortHolder(host, port)?.pid === holder.pid ? { host, port, holder } : undefined
}
