/**
 * The schema of the journal, once: the types of all entries are inferred from these tables, and `check-entry.ts` checks values
 * by them. docs/journal.md says when each entry is written.
 *
 * A field is written as the name of its type: of a primitive, of a list in {@link choices}, or of a shape in {@link shapes}.
 * `name[]` is a list, `{name}` an object with such values; `|null` may follow, and then `?` for a field that may be absent.
 */

/** Version of the schema; the first entry of every owner names it. Raised when a reader of the old one would be wrong. */
export const journalVersion = 1

/** Types that a field may name and that have no parts. */
interface Primitives {
  string: string
  number: number
  boolean: boolean
  /** A string; a later system may have more signals than this one. */
  signal: NodeJS.Signals
  /** Text, number or `null`, as records of output have them. */
  scalar: string | number | null
  json: unknown
}

const choices = {
  /** Scopes from narrow to wide. */
  scopeKind: ['test', 'file', 'worker', 'run'],
  how: ['stopped', 'killed', 'exited', 'failed', 'kept'],
  forcedBy: ['limit', 'scope-limit', 'list-limit', 'asked', 'stop-failed'],
  requester: ['owner', 'supervisor'],
  finished: ['stopped', 'killed', 'exited', 'left-alive'],
  swept: ['stopped', 'killed', 'left-alive'],
} as const

const shapes = {
  processInfo: { pid: 'number', command: 'string', cwd: 'string?' },
  killedProcess: { pid: 'number', command: 'string', cwd: 'string?', asked: 'boolean' },
  processIdentity: { pid: 'number', startTime: 'number' },
  leakedPort: { host: 'string', port: 'number', holder: 'processInfo|null' },
  processExit: { code: 'number|null', signal: 'signal|null', hint: 'string?' },
  stopPolicy: { signal: 'signal', stopTimeoutMs: 'number|null', killTimeoutMs: 'number' },
  driver: { module: 'string', options: 'json?' },
  /** An error as plain data, the causes in it; `code` is that of an error of curfew. */
  error: { name: 'string', message: 'string', code: 'string?', cause: 'error?' },
  serviceExit: { code: 'number|null', signal: 'string|null', hint: 'string?' },
  outcome: {
    how: 'how',
    /** Whether nothing of it is left. */
    gone: 'boolean',
    /** Who forced it: its own limit, the scope's total limit, somebody who asked, or its stop that failed. */
    forcedBy: 'forcedBy?',
    exit: 'serviceExit?',
    startMs: 'number?',
    stopMs: 'number?',
    /** The stop limit in force; `null` for none. */
    stopTimeoutMs: 'number|null',
    /** What is left alive, and what may stem from it but cannot be proved ours; by name. */
    left: 'string[]',
    suspects: 'string[]',
    /** What of it had to be killed, by name. */
    killed: 'string[]?',
  },
  finishedService: {
    id: 'string',
    service: 'string',
    outcome: 'finished',
    durationMs: 'number',
    exit: 'processExit',
    survivors: 'processInfo[]',
    /** Why a resource is left. */
    error: 'string?',
  },
} as const

const scopeEvents = {
  'scope-opened': {
    scopeId: 'string',
    kind: 'scopeKind',
    name: 'string',
    worker: 'string|null',
    file: 'string|null',
    test: 'string|null',
    attempt: 'number|null',
  },
  'service-declared': {
    id: 'string',
    service: 'string',
    scopeId: 'string',
    runtime: 'string',
    tags: 'string[]',
    /** Ids of the services that it needs, as far as they are known before it starts. */
    needs: 'string[]',
    /** `file:line:column` */
    declaredAt: 'string?',
    node: 'string?',
    cluster: 'string?',
    /** Its folder, relative to the run's. */
    directory: 'string?',
  },
  'service-starting': { id: 'string', service: 'string', scopeId: 'string' },
  'service-needs': {
    id: 'string',
    service: 'string',
    scopeId: 'string',
    /** Ids of what it came to need after it, or what needs it, had started; with all that those need. */
    needs: 'string[]',
  },
  'service-running': { id: 'string', service: 'string', scopeId: 'string', durationMs: 'number' },
  'service-stopping': { id: 'string', service: 'string', scopeId: 'string', durationMs: 'number', error: 'error?' },
  'service-ended': {
    id: 'string',
    service: 'string',
    scopeId: 'string',
    /** How long it was stopping. */
    durationMs: 'number',
    outcome: 'outcome',
    errors: 'error[]',
  },
  warning: { message: 'string', scopeId: 'string?', id: 'string?', service: 'string?' },
  'scope-closing': { scopeId: 'string' },
  'scope-closed': {
    scopeId: 'string',
    kind: 'scopeKind',
    name: 'string',
    openedAtMs: 'number',
    /** From the begin of the close to its end. */
    stopMs: 'number',
    /** Names, in the order in which the services were over. */
    stopOrder: 'string[]',
    /** Everything that fails the owner, the first cause first. */
    errors: 'error[]',
    warnings: 'string[]',
  },
} as const

// Together they say what a later supervisor would have to take over: a `spawn-intent` without `spawned` or `spawn-failed` may
// have become a process, which its mark finds; a `spawned` without `gone` may still live.
const supervisorEvents = {
  journal: {
    version: 'number',
    run: 'string',
    owner: 'string',
    /** The owner: process, its start time (ticks since boot), and the thread of it where it is not the first. */
    pid: 'number',
    startTime: 'number',
    threadId: 'number|null',
    threadStartTime: 'number?',
    supervisorPid: 'number',
  },
  'spawn-intent': {
    id: 'string',
    service: 'string',
    scopeId: 'string',
    needs: 'string[]',
    command: 'string',
    args: 'string[]',
    cwd: 'string',
    umask: 'number',
    uid: 'number?',
    gid: 'number?',
    shell: 'boolean',
    host: 'string',
    ports: '{number}',
    stop: 'stopPolicy',
    /** Names of the variables, never a value. */
    environment: 'string[]',
    logDirectory: 'string',
    /** `null` for no limit: JSON has no Infinity. */
    maxLogBytes: 'number|null?',
    /** Fields that every record of its output carries. */
    recordFields: '{scalar}?',
    driver: 'driver?',
    /** Key of the shared lease that it is made for. */
    lease: 'string?',
  },
  spawned: {
    id: 'string',
    pid: 'number',
    startTime: 'number',
    group: 'number',
    containment: 'string',
    /** What the driver of another host finds it by. */
    identity: 'json?',
  },
  'spawn-failed': { id: 'string', code: 'string', message: 'string' },
  terminate: { id: 'string', signal: 'signal', by: 'requester' },
  /** Right before these get the graceful signal; again for those that are found later. */
  asked: { id: 'string', signal: 'signal', processes: 'processIdentity[]' },
  /** Right before these are killed. */
  killed: { id: 'string', processes: 'killedProcess[]' },
  kill: { id: 'string', killTimeoutMs: 'number', by: 'requester' },
  exited: { id: 'string', asked: 'boolean', code: 'number|null', signal: 'signal|null', hint: 'string?' },
  gone: {
    id: 'string',
    gone: 'boolean',
    survivors: 'processInfo[]',
    suspects: 'processInfo[]',
    /** What had to be killed. */
    killed: 'killedProcess[]?',
    /** What lived on after the main process had exited by itself with code 0. */
    leftBehind: 'processInfo[]?',
  },
  /** Before a resource exists: it may be there from here on, until it was released. */
  'resource-intent': {
    id: 'string',
    service: 'string',
    scopeId: 'string',
    needs: 'string[]',
    driver: 'driver',
    options: 'json?',
    releaseTimeoutMs: 'number',
    lease: 'string?',
  },
  'resource-made': { id: 'string', value: 'json?' },
  'resource-failed': { id: 'string', message: 'string' },
  'resource-released': { id: 'string', by: 'requester', durationMs: 'number' },
  /** Its release failed, or took too long: something of it may be left. */
  'resource-left': { id: 'string', by: 'requester', message: 'string' },
  /** What the run has once for all owners, in the journal of the owner `run`: somebody makes it, and is the first to hold it. */
  'lease-making': { key: 'string', owner: 'string' },
  'lease-made': { key: 'string', value: 'json?' },
  'lease-failed': { key: 'string', error: 'json?' },
  'lease-held': { key: 'string', owner: 'string' },
  'lease-left': { key: 'string', owner: 'string' },
  /** Nothing of it is left. */
  'lease-ended': { key: 'string' },
  kept: { id: 'string', service: 'string', pid: 'number', group: 'number' },
  leaked: { id: 'string', service: 'string', processes: 'processInfo[]', ports: 'leakedPort[]', killed: 'boolean' },
  swept: {
    id: 'string',
    service: 'string',
    outcome: 'swept',
    wasKept: 'boolean',
    durationMs: 'number',
    processes: 'processInfo[]',
    survivors: 'processInfo[]',
    /** Why something on another host, or that is no process, may be left. */
    error: 'string?',
  },
  'output-dropped': { id: 'string', stream: 'string', droppedBytes: 'number' },
  /** The rest of the output of a service that is gone was not read within that time: records of its end are missing. */
  'output-unread': { id: 'string', drainTimeoutMs: 'number' },
  'ports-leased': {
    id: 'string',
    host: 'string',
    ports: '{number}',
    /** Names of those that were chosen at random, for this service alone. */
    chosen: 'string[]?',
  },
  'ports-released': { id: 'string' },
  'owner-closed': { left: 'number' },
  'owner-died': { left: 'number' },
  'owner-doomed': { left: 'number' },
  'owner-back': { left: 'number' },
  /** Another supervisor found this owner with `left` services that are not gone, after the one before had died. */
  'taken-over': { left: 'number', supervisorPid: 'number' },
  'owner-finished': { verdict: 'finishedService[]' },
  'entries-lost': { count: 'number' },
} as const

/** The fields of an entry or a shape, as they stand in the tables. */
export type FieldRules = Readonly<Record<string, string>>

/** The tables, for the check. */
export const schema: {
  readonly choices: Readonly<Record<string, readonly string[]>>
  readonly shapes: Readonly<Record<string, FieldRules>>
  readonly events: Readonly<Record<JournalEvent, FieldRules>>
} = { choices, shapes, events: { ...scopeEvents, ...supervisorEvents } }

type Choices = typeof choices
type Shapes = typeof shapes

/** The type that a rule names, without its `?`. */
type ValueOf<Rule> = Rule extends `${infer Name}|null`
  ? ValueOf<Name> | null
  : Rule extends `${infer Name}[]`
    ? readonly ValueOf<Name>[]
    : Rule extends `{${infer Name}}`
      ? Readonly<Record<string, ValueOf<Name>>>
      : Rule extends keyof Primitives
        ? Primitives[Rule]
        : Rule extends keyof Choices
          ? Choices[Rule][number]
          : Rule extends keyof Shapes
            ? FieldsOf<Shapes[Rule]>
            : never

type FieldsOf<Rules> = Flat<
  { readonly [Name in keyof Rules as Rules[Name] extends `${string}?` ? never : Name]: ValueOf<Rules[Name]> } & {
    readonly [Name in keyof Rules as Rules[Name] extends `${string}?` ? Name : never]?:
      | (Rules[Name] extends `${infer Rule}?` ? ValueOf<Rule> : never)
      | undefined
  }
>

type Flat<T> = { [Name in keyof T]: T[Name] }

type EntriesOf<Events> = {
  [Event in keyof Events]: Flat<{ readonly event: Event; readonly timeMs: number } & FieldsOf<Events[Event]>>
}

/** What a scope writes, through its process host. */
export type ScopeEntry = EntriesOf<typeof scopeEvents>[keyof typeof scopeEvents]
/** What the supervisor writes into an owner's journal, between the owner's own entries. */
export type SupervisorEntry = EntriesOf<typeof supervisorEvents>[keyof typeof supervisorEvents]
/** One line of a journal: known by its `event`. */
export type KnownJournalEntry = ScopeEntry | SupervisorEntry
/** The names of all events. */
export type JournalEvent = KnownJournalEntry['event']
/** The entry of one event. */
export type JournalEntryOf<Event extends JournalEvent> = Extract<KnownJournalEntry, { readonly event: Event }>

/** An error as the journal keeps it: plain data, the causes in it. */
export type JournalError = ValueOf<'error'>
/** How a service ended, as the journal keeps it. */
export type JournalOutcome = ValueOf<'outcome'>
/** Scopes from narrow to wide. */
export type JournalScopeKind = ValueOf<'scopeKind'>
/** Who asked for a stop: the owner, or the supervisor in its place. */
export type StopRequester = ValueOf<'requester'>
/** How one service ended when the supervisor stopped it in its owner's place. */
export type FinishedService = ValueOf<'finishedService'>
