import type {
  KilledProcess,
  LeakedPort,
  ProcessExit,
  ProcessInfo,
  ProcessSpawnOrder,
  ResourceOrder,
} from '../process-host.ts'

/** Version of the schema; the first entry of every owner names it. Raised when a reader of the old one would be wrong. */
export const journalVersion = 1

/** What every entry has: what happened and when, in milliseconds since the epoch. */
type Entry<Event extends string, Facts> = { readonly event: Event; readonly timeMs: number } & {
  readonly [K in keyof Facts]: Facts[K]
}

/** An error as the journal keeps it: plain data, the causes in it. */
export interface JournalError {
  readonly name: string
  readonly message: string
  /** The code of an error of curfew. */
  readonly code?: string
  readonly cause?: JournalError
}

/** How a service ended, as the journal keeps it. */
export interface JournalOutcome {
  readonly how: 'stopped' | 'killed' | 'exited' | 'failed' | 'kept'
  /** Whether nothing of it is left. */
  readonly gone: boolean
  /** Who forced it: its own limit, the scope's total limit, somebody who asked, or its stop that failed. */
  readonly forcedBy?: 'limit' | 'scope-limit' | 'list-limit' | 'asked' | 'stop-failed'
  readonly exit?: { readonly code: number | null; readonly signal: string | null; readonly hint?: string }
  readonly startMs?: number
  readonly stopMs?: number
  /** The stop limit in force; `null` for none. */
  readonly stopTimeoutMs: number | null
  /** What is left alive, and what may stem from it but cannot be proved ours; by name. */
  readonly left: readonly string[]
  readonly suspects: readonly string[]
  /** What of it had to be killed, by name. */
  readonly killed?: readonly string[]
}

/** Scopes from narrow to wide. */
export type JournalScopeKind = 'test' | 'file' | 'worker' | 'run'

/** What a scope writes through its process host. */
export type ScopeEntry =
  | Entry<
      'scope-opened',
      {
        scopeId: string
        kind: JournalScopeKind
        name: string
        worker: string | null
        file: string | null
        test: string | null
        attempt: number | null
      }
    >
  | Entry<
      'service-declared',
      {
        id: string
        service: string
        scopeId: string
        runtime: string
        tags: readonly string[]
        /** Ids of the services that it needs, as far as they are known before it starts. */
        needs: readonly string[]
        /** `file:line:column` */
        declaredAt?: string
        node?: string
        cluster?: string
        /** Its folder, relative to the run's. */
        directory?: string
      }
    >
  | Entry<'service-starting', { id: string; service: string; scopeId: string }>
  | Entry<
      'service-needs',
      {
        id: string
        service: string
        scopeId: string
        /** Ids of what it came to need after it, or what needs it, had started; with all that those need. */
        needs: readonly string[]
      }
    >
  | Entry<'service-running', { id: string; service: string; scopeId: string; durationMs: number }>
  | Entry<
      'service-stopping',
      { id: string; service: string; scopeId: string; durationMs: number; error?: JournalError }
    >
  | Entry<
      'service-ended',
      {
        id: string
        service: string
        scopeId: string
        /** How long it was stopping. */
        durationMs: number
        outcome: JournalOutcome
        errors: readonly JournalError[]
      }
    >
  | Entry<'warning', { message: string; scopeId?: string; id?: string; service?: string }>
  | Entry<'scope-closing', { scopeId: string }>
  | Entry<
      'scope-closed',
      {
        scopeId: string
        kind: JournalScopeKind
        name: string
        openedAtMs: number
        /** From the begin of the close to its end. */
        stopMs: number
        /** Names, in the order in which the services were over. */
        stopOrder: readonly string[]
        /** Everything that fails the owner, the first cause first. */
        errors: readonly JournalError[]
        warnings: readonly string[]
      }
    >

/**
 * What the supervisor writes into an owner's journal, between the owner's own entries.
 *
 * Together they tell a later supervisor what it would have to take over: a `spawn-intent` without `spawned` or
 * `spawn-failed` may have become a process, which its mark finds; a `spawned` without `gone` may still live.
 */
export type SupervisorEntry =
  | Entry<
      'journal',
      {
        version: number
        run: string
        owner: string
        /** The owner: process, its start time (ticks since boot), and the thread of it where it is not the first. */
        pid: number
        startTime: number
        threadId: number | null
        threadStartTime?: number
        supervisorPid: number
      }
    >
  | Entry<
      'spawn-intent',
      Omit<ProcessSpawnOrder, 'env' | 'log'> & {
        /** Names of the variables, never a value. */
        environment: readonly string[]
        logDirectory: string
        maxLogBytes?: number
        /** Fields that every record of its output carries. */
        recordFields?: Readonly<Record<string, string | number | null>>
      }
    >
  | Entry<
      'spawned',
      {
        id: string
        pid: number
        startTime: number
        group: number
        containment: string
        /** What the driver of another host finds it by. */
        identity?: unknown
      }
    >
  | Entry<'spawn-failed', { id: string; code: string; message: string }>
  | Entry<'terminate', { id: string; signal: NodeJS.Signals; by: StopRequester }>
  /** Right before these get the graceful signal; again for those that are found later. */
  | Entry<
      'asked',
      { id: string; signal: NodeJS.Signals; processes: readonly { readonly pid: number; readonly startTime: number }[] }
    >
  /** Right before these are killed. */
  | Entry<'killed', { id: string; processes: readonly KilledProcess[] }>
  | Entry<'kill', { id: string; killTimeoutMs: number; by: StopRequester }>
  | Entry<'exited', { id: string; asked: boolean } & ProcessExit>
  | Entry<
      'gone',
      {
        id: string
        gone: boolean
        survivors: readonly ProcessInfo[]
        suspects: readonly ProcessInfo[]
        /** What had to be killed. */
        killed?: readonly KilledProcess[]
        /** What lived on after the main process had exited by itself with code 0. */
        leftBehind?: readonly ProcessInfo[]
      }
    >
  /** Before a resource exists: it may be there from here on, until it was released. */
  | Entry<'resource-intent', ResourceOrder>
  | Entry<'resource-made', { id: string; value: unknown }>
  | Entry<'resource-failed', { id: string; message: string }>
  | Entry<'resource-released', { id: string; by: StopRequester; durationMs: number }>
  /** Its release failed, or took too long: something of it may be left. */
  | Entry<'resource-left', { id: string; by: StopRequester; message: string }>
  /** What the run has once for all owners, in the journal of the owner `run`: somebody makes it, and is the first to hold it. */
  | Entry<'lease-making' | 'lease-held' | 'lease-left', { key: string; owner: string }>
  | Entry<'lease-made', { key: string; value: unknown }>
  | Entry<'lease-failed', { key: string; error: unknown }>
  /** Nothing of it is left. */
  | Entry<'lease-ended', { key: string }>
  | Entry<'kept', { id: string; service: string; pid: number; group: number }>
  | Entry<
      'leaked',
      { id: string; service: string; processes: readonly ProcessInfo[]; ports: readonly LeakedPort[]; killed: boolean }
    >
  | Entry<
      'swept',
      {
        id: string
        service: string
        outcome: 'stopped' | 'killed' | 'left-alive'
        wasKept: boolean
        durationMs: number
        processes: readonly ProcessInfo[]
        survivors: readonly ProcessInfo[]
        /** Why something on another host, or that is no process, may be left. */
        error?: string | undefined
      }
    >
  | Entry<'output-dropped', { id: string; stream: string; droppedBytes: number }>
  /** The rest of the output of a service that is gone was not read within that time: records of its end are missing. */
  | Entry<'output-unread', { id: string; drainTimeoutMs: number }>
  | Entry<
      'ports-leased',
      {
        id: string
        host: string
        ports: Readonly<Record<string, number>>
        /** Names of those that were chosen at random, for this service alone. */
        chosen?: readonly string[]
      }
    >
  | Entry<'ports-released', { id: string }>
  | Entry<'owner-closed' | 'owner-died' | 'owner-doomed' | 'owner-back', { left: number }>
  /** Another supervisor found this owner with `left` services that are not gone, after the one before had died. */
  | Entry<'taken-over', { left: number; supervisorPid: number }>
  | Entry<'owner-finished', { verdict: readonly FinishedService[] }>
  | Entry<'entries-lost', { count: number }>

/** Who asked for a stop: the owner, or the supervisor in its place. */
export type StopRequester = 'owner' | 'supervisor'

/** How one service ended when the supervisor stopped it in its owner's place. */
export interface FinishedService {
  readonly id: string
  readonly service: string
  readonly outcome: 'stopped' | 'killed' | 'exited' | 'left-alive'
  readonly durationMs: number
  readonly exit: ProcessExit
  readonly survivors: readonly ProcessInfo[]
  /** Why a resource is left. */
  readonly error?: string | undefined
}

/** One line of a journal: told by its `event`. */
export type KnownJournalEntry = ScopeEntry | SupervisorEntry
/** The names of all events. */
export type JournalEvent = KnownJournalEntry['event']
/** The entry of one event. */
export type JournalEntryOf<Event extends JournalEvent> = Extract<KnownJournalEntry, { readonly event: Event }>
