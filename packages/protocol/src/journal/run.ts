import type { KilledProcess, ProcessExit, ProcessInfo, ProcessTreeEnd, ResourceOrder } from '../process-host.ts'
import type { FinishedService, JournalEntryOf, JournalError, JournalOutcome, JournalScopeKind } from './schema.ts'

/** What the journals of a run say, all of them together. */
export interface Run {
  /** Its name; `undefined` while no owner is known. */
  readonly name: string | undefined
  /** In the order of their journals; a name may be there twice, where it was used again. */
  readonly owners: readonly RunOwner[]
  /** By id. */
  readonly scopes: ReadonlyMap<string, RunScope>
  readonly services: ReadonlyMap<string, RunService>
  readonly processes: ReadonlyMap<string, RunProcess>
  readonly resources: ReadonlyMap<string, RunResource>
  /** Ports that were leased and not given back, by the id of their service. */
  readonly leases: ReadonlyMap<string, RunLease>
  /** What the run has once for all owners, by key. */
  readonly sharedLeases: ReadonlyMap<string, RunSharedLease>
  /** Processes that were spawned, and whose order is lost (a torn line, a full disk), by id. */
  readonly unordered: ReadonlyMap<string, RunSpawned>
  /** In the order in which they were found. */
  readonly lateNeeds: readonly LateNeeds[]
  readonly warnings: readonly RunWarning[]
  /** Entries that could not be written. */
  readonly lostEntries: number
}

/** A process, or a thread of one, that had services. */
export interface RunOwner {
  readonly name: string
  readonly run: string
  readonly pid: number
  /** In ticks since boot. */
  readonly startTime: number
  /** `null` for the first thread of the process. */
  readonly threadId: number | null
  readonly threadStartTime: number | undefined
  /** The supervisor that it has now. */
  readonly supervisorPid: number
  readonly connectedAtMs: number
  readonly closedAtMs: number | undefined
  readonly diedAtMs: number | undefined
  /** Since when it is an orphan that was asked to close. */
  readonly doomedAtMs: number | undefined
  /** What the supervisor stopped in its place; `undefined` while it did not. */
  readonly finished: readonly FinishedService[] | undefined
  readonly lateNeeds: readonly LateNeeds[]
}

/** A test, a file, a worker or a run that has services. */
export interface RunScope {
  readonly id: string
  readonly kind: JournalScopeKind
  readonly name: string
  readonly worker: string | null
  readonly file: string | null
  readonly test: string | null
  readonly attempt: number | null
  readonly openedAtMs: number
  readonly closingAtMs: number | undefined
  /** Its verdict; `undefined` while it is open, or where its owner died. */
  readonly closed: RunScopeEnd | undefined
}

/** The verdict of a scope. */
export interface RunScopeEnd {
  readonly atMs: number
  readonly stopMs: number
  /** Names, in the order in which the services were over. */
  readonly stopOrder: readonly string[]
  readonly errors: readonly JournalError[]
  readonly warnings: readonly string[]
}

/** One instance of a service. */
export interface RunService {
  readonly id: string
  readonly name: string
  readonly scopeId: string
  readonly runtime: string
  readonly tags: readonly string[]
  /** Ids of what it needs: as declared, then those that were found late. */
  readonly needs: readonly string[]
  readonly declaredAt: string | undefined
  readonly node: string | undefined
  readonly cluster: string | undefined
  readonly directory: string | undefined
  readonly phase: 'declared' | 'starting' | 'running' | 'stopping' | 'ended'
  readonly startingAtMs: number | undefined
  readonly runningAtMs: number | undefined
  readonly stoppingAtMs: number | undefined
  readonly endedAtMs: number | undefined
  /** Why it began to stop, where nobody asked for that. */
  readonly stopError: JournalError | undefined
  readonly outcome: JournalOutcome | undefined
  readonly errors: readonly JournalError[]
}

/** The process of a service, as the supervisor knows it. */
export interface RunProcess {
  readonly id: string
  readonly order: Omit<JournalEntryOf<'spawn-intent'>, 'event' | 'timeMs'>
  /** `undefined` where the header of the journal is lost, or of a newer version. */
  readonly owner: RunOwner | undefined
  readonly intendedAtMs: number
  /** Absent from an intent on: it may have become a process, which its mark finds. */
  readonly spawned: RunSpawned | undefined
  readonly spawnFailed: { readonly errno: string; readonly message: string } | undefined
  /** Graceful signals that were sent to it, each once. */
  readonly asked: readonly RunAsked[]
  /** What of it was killed. */
  readonly killed: readonly KilledProcess[]
  readonly exit: ProcessExit | undefined
  /** Set once nothing of it was left. */
  readonly end: ProcessTreeEnd | undefined
  /** What the last stop left alive; empty when that left nothing. */
  readonly survivors: readonly ProcessInfo[]
  /** It was handed to the user: nobody stops it but the sweep of a later run. */
  readonly kept: boolean
  readonly leaks: readonly Pick<JournalEntryOf<'leaked'>, 'processes' | 'ports' | 'killed'>[]
  readonly output: RunOutput
}

/** A process that exists, or existed. */
export interface RunSpawned {
  readonly pid: number
  /** In ticks since boot. */
  readonly startTime: number
  readonly atMs: number
  readonly group: number
  readonly containment: string
  /** What the driver of another host finds it by. */
  readonly identity: unknown
}

/** A graceful signal that was sent to a tree. */
export interface RunAsked {
  readonly signal: NodeJS.Signals
  readonly atMs: number
  /** Who got it; `undefined` when the supervisor died before it sent any. */
  readonly told: readonly { readonly pid: number; readonly startTime: number }[] | undefined
}

/** What is missing of the output of a process. */
export interface RunOutput {
  /** Bytes that are no more in the raw file, by stream. */
  readonly droppedBytes: Readonly<Record<string, number>>
  /** Whether the last of it was not read within its time. */
  readonly isUnread: boolean
}

/** Something that is no process. */
export interface RunResource {
  readonly id: string
  readonly order: ResourceOrder
  readonly owner: RunOwner | undefined
  /** What its driver said of it, once it was made. */
  readonly made: { readonly value: unknown } | undefined
  readonly failed: string | undefined
  readonly isReleased: boolean
  /** Why its release failed. */
  readonly left: string | undefined
}

/** Ports of a service. */
export interface RunLease {
  readonly id: string
  readonly owner: RunOwner | undefined
  readonly host: string
  readonly ports: Readonly<Record<string, number>>
  /** Names of those that were chosen at random. */
  readonly chosen: readonly string[]
}

/** Something that the run has once for all owners, until nothing of it is left. */
export interface RunSharedLease {
  readonly key: string
  /** The owner in whose journal it is: the run itself. */
  readonly owner: RunOwner | undefined
  readonly state: 'making' | 'made' | 'failed'
  readonly maker: string
  /** Names of the owners that use it. */
  readonly holders: readonly string[]
  /** Ids of its processes and resources. */
  readonly ids: readonly string[]
  /** What its maker said of it, or why there is none. */
  readonly value: unknown
}

/** What a service came to need after it was spawned, or what was between it and another one did; with all that those need. */
export interface LateNeeds {
  readonly id: string
  readonly needs: readonly string[]
}

/** Something that a person should know and that failed nothing. */
export interface RunWarning {
  readonly message: string
  readonly timeMs: number
  readonly scopeId: string | undefined
  readonly service: string | undefined
}

/** Whether something of a process may be alive that somebody has to end. */
export function isLeft({ end, spawnFailed }: RunProcess): boolean {
  return end === undefined && spawnFailed === undefined
}

/** Adds to what a service needs what was found late; called for each in the order in which they were found. */
export function addLateNeeds(service: string, needs: Set<string>, late: LateNeeds): void {
  if (late.id !== service && !needs.has(late.id)) return
  for (const need of late.needs) needs.add(need)
}
