import { readFileSync, statSync } from 'node:fs'
import type { LateNeeds, Run, RunOwner, RunProcess } from '@curfew/protocol/journal'
import { journalFiles, RunFold } from '@curfew/protocol/journal'
import {
  type KilledProcess,
  type ProcessExit,
  type ProcessSpawnOrder,
  type ProcessTreeEnd,
  type ResourceOrder,
  nowMs,
} from '@curfew/protocol'
import type { ProcessIdentity } from '../system/process-entry.ts'
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

const keptLines = 1000

/** Reads the journals of a run: what a supervisor that takes over has to know. What is torn or strange is left out. */
export function readHistories(runDirectory: string): readonly OwnerHistory[] {
  const folded = new RunFold()
  const lastLines = new Map<RunOwner, readonly string[]>()
  for (const file of journalFiles(runDirectory)) {
    const text = read(file)
    const before = new Set(folded.run.owners)
    folded.journal().write(text)
    // More than one where a name was used again.
    for (const owner of folded.run.owners)
      if (!before.has(owner)) lastLines.set(owner, text.split('\n').slice(-keptLines))
  }
  return folded.run.owners.map((owner) => historyOf(owner, folded.run, lastLines.get(owner) ?? []))
}

function read(file: string): string {
  try {
    // A device or a pipe in its place may have no end.
    return statSync(file).isFile() ? readFileSync(file, 'utf8') : ''
  } catch {
    return '' // gone, or not ours to read: its entries are lost
  }
}

function historyOf(owner: RunOwner, run: Run, lastLines: readonly string[]): OwnerHistory {
  const isOwn = (each: { readonly owner: RunOwner | undefined }): boolean => each.owner === owner
  return {
    name: owner.name,
    run: owner.run,
    holder: holderOf(owner),
    closed: owner.closedAtMs !== undefined,
    doomed: owner.doomedAtMs !== undefined,
    processes: [...run.processes.values()].filter(isOwn).map(processOf),
    resources: [...run.resources.values()].filter((each) => isOwn(each) && !each.isReleased),
    lateNeeds: owner.lateNeeds,
    leases: [...run.leases.values()].filter(isOwn),
    sharedLeases: [...run.sharedLeases.values()].filter(isOwn),
    lastLines,
  }
}

function holderOf({ pid, startTime, threadId, threadStartTime }: RunOwner): HolderIdentity {
  if (threadId === null || threadStartTime === undefined) return { pid, startTime }
  return { pid, startTime, thread: { id: threadId, startTime: threadStartTime } }
}

function processOf({
  order,
  spawned,
  spawnFailed,
  asked,
  intendedAtMs,
  killed,
  exit,
  end,
  kept,
}: RunProcess): ProcessHistory {
  const { logDirectory, maxLogBytes, recordFields, ...rest } = order
  return {
    spawned: spawned && { ...spawned, startedAtMs: spawned.atMs },
    spawnFailed: spawnFailed !== undefined,
    asked: asked.map(({ signal, atMs, told }) => ({ signal, told, agoMs: Math.max(0, nowMs() - atMs) })),
    killed,
    exit,
    end,
    kept,
    order: {
      ...rest,
      env: {},
      log: { directory: logDirectory, maxLogBytes: maxLogBytes ?? Infinity, fields: recordFields ?? {} },
    },
    intendedAtMs,
  }
}
