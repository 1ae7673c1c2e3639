import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import type { JournalEntryOf, KnownJournalEntry } from '@curfew/protocol/journal'
import {
  type KilledProcess,
  type ProcessExit,
  type ProcessSpawnOrder,
  type ProcessTreeEnd,
  type ResourceOrder,
  nowMs,
} from '@curfew/protocol'
import type { ProcessIdentity } from '../system/process-entry.ts'
import { type LateNeeds, lateNeedsIn } from './late-needs.ts'
import type { HolderIdentity } from '../system/thread-identity.ts'

/** A graceful signal that a tree was sent. */
export interface AskedHistory {
  readonly signal: NodeJS.Signals
  /** How long ago. */
  readonly agoMs: number
  /** Who got it; `undefined` when the supervisor died before it sent any. */
  readonly told: readonly ProcessIdentity[] | undefined
}

/** What is known of signals that an owner knows to have been sent, where the journal may tell more of them. */
export function askedOf(
  signals: readonly NodeJS.Signals[],
  past: readonly AskedHistory[] = [],
): readonly AskedHistory[] {
  const unknown = signals.filter((signal) => !past.some((asked) => asked.signal === signal))
  return [...past, ...unknown.map((signal) => ({ signal, agoMs: 0, told: [] }))]
}

/** What the journal tells of one process. */
export interface ProcessHistory {
  readonly order: ProcessSpawnOrder
  readonly intendedAtMs: number
  readonly spawned?:
    | { readonly pid: number; readonly startTime: number; readonly startedAtMs: number; readonly identity?: unknown }
    | undefined
  readonly spawnFailed: boolean
  /** Graceful signals that were sent to it. */
  readonly asked: readonly AskedHistory[]
  /** What of it was killed. */
  readonly killed: readonly KilledProcess[]
  readonly exit?: ProcessExit | undefined
  /** Set once nothing of it was left. */
  readonly end?: ProcessTreeEnd | undefined
  /** It was handed to the user, and is nobody's to stop. */
  readonly kept: boolean
}

/** What the journal tells of something that is no process and was not released. */
export interface ResourceHistory {
  readonly order: ResourceOrder
  /** What its driver said of it, where it was made. */
  readonly made?: { readonly value: unknown } | undefined
}

/** What the journal of the run tells of something that the run has once for all owners. */
export interface SharedLeaseHistory {
  readonly key: string
  readonly state: 'making' | 'made' | 'failed'
  readonly maker: string
  /** Names of owners. */
  readonly holders: readonly string[]
  /** Ids of its processes and resources. */
  readonly ids: readonly string[]
  /** What its maker said of it, or why there is none. */
  readonly value: unknown
}

/** Ports that were leased to a service and not given back. */
export interface LeaseHistory {
  readonly id: string
  readonly host: string
  readonly ports: Readonly<Record<string, number>>
  readonly chosen: readonly string[]
}

/** What the journal tells of one owner. */
export interface OwnerHistory {
  readonly name: string
  readonly run: string
  readonly holder: HolderIdentity
  readonly supervisorPid: number
  readonly closed: boolean
  readonly doomed: boolean
  readonly processes: readonly ProcessHistory[]
  readonly resources: readonly ResourceHistory[]
  readonly leases: readonly LeaseHistory[]
  readonly sharedLeases: readonly SharedLeaseHistory[]
  readonly lateNeeds: readonly LateNeeds[]
  /** The last lines as they stand, to know entries again that are sent a second time. */
  readonly lastLines: readonly string[]
}

/** How much of an owner is still to be ended. */
export function leftIn({ processes, resources }: Pick<OwnerHistory, 'processes' | 'resources'>): number {
  const left = processes.filter(({ end, spawnFailed, kept }) => end === undefined && !spawnFailed && !kept)
  return left.length + resources.length
}

/** Where a sweep notes what it did. */
const sweepJournal = 'sweep.ndjson'
const keptLines = 1000

interface OwnerDraft {
  header: JournalEntryOf<'journal'>
  closed: boolean
  doomed: boolean
  readonly lateNeeds: LateNeeds[]
}

/** What the journals of all owners tell together: ids are unique in the run. */
interface RunDraft {
  readonly processes: Map<string, ProcessDraft>
  readonly resources: Map<string, ResourceHistory & { readonly owner: OwnerDraft }>
}

interface ProcessDraft {
  owner: OwnerDraft
  intent: JournalEntryOf<'spawn-intent'>
  spawned?: ProcessHistory['spawned']
  spawnFailed: boolean
  readonly asked: Map<NodeJS.Signals, AskedHistory>
  readonly killed: KilledProcess[]
  exit?: ProcessExit
  end?: ProcessTreeEnd
  kept: boolean
}

/** Reads the journals of a run: what a supervisor that takes over has to know. What is torn or strange is left out. */
export function readHistories(runDirectory: string): readonly OwnerHistory[] {
  const directory = path.join(runDirectory, 'journal')
  let names: readonly string[]
  try {
    names = readdirSync(directory).filter((name) => name.endsWith('.ndjson'))
  } catch {
    return [] // no owner ever connected
  }
  const drafts: RunDraft = { processes: new Map(), resources: new Map() }
  // What an earlier sweep noted is about processes and resources of the other files.
  const sorted = names.toSorted((a, b) => Number(a === sweepJournal) - Number(b === sweepJournal))
  const histories = sorted.map((name) => historiesOf(read(path.join(directory, name)), drafts))
  return histories.flatMap((finish) => finish())
}

function read(file: string): string {
  try {
    // A device or a pipe in its place may have no end.
    return statSync(file).isFile() ? readFileSync(file, 'utf8') : ''
  } catch {
    return '' // gone, or not ours to read: its entries are lost
  }
}

/** The owners of one journal: more than one where a name was used again. */
function historiesOf(text: string, { processes, resources }: RunDraft): () => readonly OwnerHistory[] {
  const lines = text.split('\n')
  const owners: OwnerDraft[] = []
  const leases = new Map<string, LeaseHistory & { readonly owner: OwnerDraft }>()
  const shared = new Map<string, SharedLeaseHistory>()

  for (const line of lines) {
    const entry = parse(line)
    const owner = owners.at(-1)
    if (entry === undefined) continue
    if (entry.event === 'journal') owners.push({ header: entry, closed: false, doomed: false, lateNeeds: [] })
    if (owner === undefined) continue
    applyToLease(shared, entry)
    // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- the other events tell nothing of this
    switch (entry.event) {
      case 'spawn-intent':
        processes.set(entry.id, { owner, intent: entry, spawnFailed: false, asked: new Map(), killed: [], kept: false })
        break
      case 'service-needs': {
        const late = lateNeedsIn(entry)
        if (late !== undefined) owner.lateNeeds.push(late)
        break
      }
      case 'owner-closed':
        owner.closed = true
        break
      case 'owner-doomed':
        owner.doomed = true
        break
      case 'resource-intent': {
        const { event: _, timeMs: _at, ...order } = entry
        resources.set(entry.id, { owner, order })
        break
      }
      case 'resource-made': {
        const resource = resources.get(entry.id)
        if (resource !== undefined) resources.set(entry.id, { ...resource, made: { value: entry.value } })
        break
      }
      case 'resource-released':
        resources.delete(entry.id)
        break
      case 'ports-leased': {
        const { id, host, ports, chosen = [] } = entry
        const before = leases.get(id)
        const all = { ...before?.ports, ...ports }
        leases.set(id, { owner, id, host, ports: all, chosen: [...(before?.chosen ?? []), ...chosen] })
        break
      }
      case 'ports-released':
        leases.delete(entry.id)
        break
      default:
        if ('id' in entry && entry.id !== undefined) apply(processes.get(entry.id), entry)
    }
  }
  const lastLines = lines.slice(-keptLines)
  const ofOwner = (owner: OwnerDraft): OwnerHistory => ({
    name: owner.header.owner,
    run: owner.header.run,
    holder: holderOf(owner.header),
    supervisorPid: owner.header.supervisorPid,
    closed: owner.closed,
    doomed: owner.doomed,
    processes: [...processes.values()].filter((process) => process.owner === owner).map(processOf),
    resources: [...resources.values()].filter((resource) => resource.owner === owner),
    lateNeeds: owner.lateNeeds,
    leases: [...leases.values()].filter((lease) => lease.owner === owner),
    sharedLeases: owner === owners.at(-1) ? [...shared.values()] : [],
    lastLines,
  })
  return () => owners.map(ofOwner)
}

function applyToLease(leases: Map<string, SharedLeaseHistory>, entry: KnownJournalEntry): void {
  if (entry.event === 'lease-making') {
    const { key, owner } = entry
    leases.set(key, { key, state: 'making', maker: owner, holders: [owner], ids: [], value: undefined })
    return
  }
  const key = 'key' in entry ? entry.key : 'lease' in entry ? entry.lease : undefined
  const lease = leases.get(key ?? '')
  if (key === undefined || lease === undefined) return
  const { holders, ids } = lease
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- the other events tell nothing of this
  switch (entry.event) {
    case 'spawn-intent':
    case 'resource-intent':
      leases.set(key, { ...lease, ids: [...ids, entry.id] })
      break
    case 'lease-made':
      leases.set(key, { ...lease, state: 'made', value: entry.value })
      break
    case 'lease-failed':
      leases.set(key, { ...lease, state: 'failed', value: entry.error, holders: [] })
      break
    case 'lease-held':
      leases.set(key, { ...lease, holders: [...holders, entry.owner] })
      break
    case 'lease-left':
      leases.set(key, { ...lease, holders: holders.filter((name) => name !== entry.owner) })
      break
    case 'lease-ended':
      leases.delete(key)
      break
    default:
  }
}

function apply(process: ProcessDraft | undefined, entry: KnownJournalEntry): void {
  if (process === undefined) return
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- the other events tell nothing of this
  switch (entry.event) {
    case 'spawned':
      process.spawned = {
        pid: entry.pid,
        startTime: entry.startTime,
        startedAtMs: entry.timeMs,
        identity: entry.identity,
      }
      break
    case 'spawn-failed':
      process.spawnFailed = true
      break
    case 'terminate':
      process.asked.set(entry.signal, {
        signal: entry.signal,
        agoMs: Math.max(0, nowMs() - entry.timeMs),
        told: undefined,
      })
      break
    case 'asked': {
      const { signal, processes } = entry
      const before = process.asked.get(signal) ?? { signal, agoMs: Math.max(0, nowMs() - entry.timeMs), told: [] }
      process.asked.set(signal, { ...before, told: [...(before.told ?? []), ...processes] })
      break
    }
    case 'killed':
      process.killed.push(...entry.processes)
      break
    case 'exited': {
      const { code, signal, hint } = entry
      process.exit = hint === undefined ? { code, signal } : { code, signal, hint }
      break
    }
    case 'gone':
      if (entry.gone) process.end = endOf(entry)
      break
    default:
      if ((entry.event as string) === 'kept') process.kept = true
  }
}

function endOf({ survivors, suspects, killed = [], leftBehind = [] }: JournalEntryOf<'gone'>): ProcessTreeEnd {
  return { gone: true, survivors, suspects, killed, leftBehind }
}

function holderOf({ pid, startTime, threadId, threadStartTime }: JournalEntryOf<'journal'>): HolderIdentity {
  if (threadId === null || threadStartTime === undefined) return { pid, startTime }
  return { pid, startTime, thread: { id: threadId, startTime: threadStartTime } }
}

function processOf({ intent, spawned, spawnFailed, asked, killed, exit, end, kept }: ProcessDraft): ProcessHistory {
  const { timeMs, logDirectory, maxLogBytes, recordFields, ...order } = intent
  return {
    spawned,
    spawnFailed,
    asked: [...asked.values()],
    killed,
    exit,
    end,
    kept,
    order: {
      ...order,
      env: {},
      log: { directory: logDirectory, maxLogBytes: maxLogBytes ?? Infinity, fields: recordFields ?? {} },
    },
    intendedAtMs: timeMs,
  }
}

function parse(line: string): KnownJournalEntry | undefined {
  try {
    const value = JSON.parse(line) as KnownJournalEntry | null
    return typeof value === 'object' && value !== null && typeof value.event === 'string' ? value : undefined
  } catch {
    return undefined // torn: its writer was killed
  }
}
