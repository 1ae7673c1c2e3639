import type {
  HostDriverOrder,
  HostReach,
  JournalEntry,
  KeptProcess,
  NetworkAnswer,
  NetworkQuestion,
  OutputLine,
  PortHolder,
  PortLease,
  PortLeaseRequest,
  ProcessExit,
  ProcessLeak,
  ProcessSpawnOrder,
  ProcessTreeEnd,
  ResourceOrder,
} from '@curfew/protocol'
import type { ObservedRun } from '../run/observed.ts'
import type { ProcessIdentity } from '../system/process-entry.ts'
import type { HolderIdentity } from '../system/thread-identity.ts'

/** Raised with every change of the calls below: both ends of a run must be of one version. */
export const protocolVersion = 11

/** Who connects: somebody who has services, or only looks. */
export type Hello = OwnerHello | ObserverHello

/** One who owns nothing, and is neither waited for nor keeps anything alive. */
export interface ObserverHello {
  readonly protocol: number
  readonly role: 'observer'
}

/** One who has services. */
export interface OwnerHello {
  readonly protocol: number
  readonly role: 'owner'
  readonly owner: string
  readonly holder: HolderIdentity
  /** Of the port that connects, the same each time it connects again. */
  readonly token: string
}

/** The answer to {@link Hello}. */
export interface Welcome {
  readonly protocol: number
  readonly pid: number
  readonly path: string
}

/** What the supervisor answers when a process was spawned. */
export interface Spawned {
  readonly pid: number
  readonly startedAtMs: number
}

/** What an owner knows of a process of its own. */
export interface KnownProcess {
  /** Without its environment. */
  readonly order: ProcessSpawnOrder
  readonly main: ProcessIdentity
  readonly startedAtMs: number
  /** Graceful signals that it was sent for sure. */
  readonly signals: readonly NodeJS.Signals[]
  /** It was left up on purpose. */
  readonly kept: boolean
}

/** As `SharedLease` of the process host, with what makes handles of its processes. */
export type LeaseAnswer =
  | { readonly role: 'maker' }
  | { readonly role: 'user'; readonly value: unknown; readonly processes: readonly SharedProcess[] }
  | { readonly role: 'failed'; readonly error: unknown }

/** A process of the run. */
export interface SharedProcess extends Spawned {
  /** Without its environment. */
  readonly order: ProcessSpawnOrder
}

/** What an owner knows of something of its own that is no process. */
export interface KnownResource {
  readonly order: ResourceOrder
  /** What its driver said of it. */
  readonly value: unknown
}

/** Lines of one stream that were read at the same time; one text for all of them costs as little as one line. */
export interface LineBlock extends Omit<OutputLine, 'text'> {
  /** With line feeds between them. */
  readonly text: string
}

/** Calls to the supervisor. Anything named by `id` is one that this owner spawned. */
export interface SupervisorCalls {
  hello(hello: Hello): Welcome
  /** Answered at once: a sign of life. */
  ping(): void
  /** For observers: what there is now. Entries that are written from here on are told by {@link ObserverCalls.entry}. */
  observe(): ObservedRun
  /** Processes of this owner that lived under another supervisor: its journal may have been lost. */
  adopt(processes: readonly KnownProcess[]): void
  /** `again`: the answer to the same order was lost. */
  spawn(order: ProcessSpawnOrder, again: boolean): Promise<Spawned>
  share(key: string): Promise<LeaseAnswer>
  shared(key: string, value: unknown): void
  shareFailed(key: string, error: unknown): Promise<void>
  unshare(key: string): Promise<void>
  acquire(order: ResourceOrder): Promise<unknown>
  release(id: string): Promise<void>
  terminate(id: string, signal: NodeJS.Signals): void
  kill(id: string, killTimeoutMs: number): Promise<ProcessTreeEnd>
  signal(id: string, signal: NodeJS.Signals): void
  lastLines(id: string, count: number): Promise<readonly OutputLine[]>
  subscribe(id: string, subscription: number): void
  unsubscribe(id: string, subscription: number): void
  portHolder(id: string, host: string, port: number): Promise<PortHolder>
  /** The owner numbers what it asks; {@link OwnerCalls.connected} comes before the answer. */
  ask(serial: number, question: NetworkQuestion): Promise<NetworkAnswer>
  /** Gives a question up. */
  endAsk(serial: number): void
  refresh(id: string): Promise<readonly number[]>
  keep(ids: readonly string[]): readonly KeptProcess[]
  leaks(ids: readonly string[]): Promise<readonly ProcessLeak[]>
  discard(ids: readonly string[]): void
  leasePorts(request: PortLeaseRequest): Promise<PortLease>
  releasePorts(id: string): void
  record(entry: JournalEntry, serial: number): void
  goodbye(): Promise<void>
  /** Finishes every owner's stop; the supervisor leaves afterwards. */
  endRun(): Promise<void>
}

/** Calls to an owner; none of them is answered. */
export interface OwnerCalls {
  exited(id: string, exit: ProcessExit): void
  gone(id: string, end: ProcessTreeEnd): void
  lines(subscription: number, blocks: readonly LineBlock[]): void
  /** A connection for that question was accepted at that address; the answer comes later. */
  connected(serial: number, address: string): void
  doomed(reason: string): void
  complaint(message: string): void
  hostReach(driver: HostDriverOrder, reach: HostReach): void
  /** Entries up to that serial are in the journal. */
  recorded(serial: number): void
}

/** Calls to an observer; none of them is answered. */
export interface ObserverCalls {
  entry(owner: string, entry: JournalEntry): void
}
