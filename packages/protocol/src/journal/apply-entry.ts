import type {
  LateNeeds,
  RunAsked,
  RunLease,
  RunOwner,
  RunProcess,
  RunResource,
  RunScope,
  RunService,
  RunSharedLease,
  RunSpawned,
  RunWarning,
} from './run.ts'
import type { JournalEntryOf, JournalEvent } from './schema.ts'

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] }

/** An owner while its run is folded. */
export type OwnerDraft = Mutable<RunOwner> & { readonly lateNeeds: LateNeeds[] }

/** A run while it is folded. */
export interface RunDraft {
  readonly owners: OwnerDraft[]
  readonly scopes: Map<string, Mutable<RunScope>>
  readonly services: Map<string, Mutable<RunService>>
  readonly processes: Map<string, Mutable<RunProcess>>
  readonly resources: Map<string, Mutable<RunResource>>
  readonly leases: Map<string, RunLease>
  readonly sharedLeases: Map<string, Mutable<RunSharedLease>>
  readonly unordered: Map<string, RunSpawned>
  readonly lateNeeds: LateNeeds[]
  readonly warnings: RunWarning[]
  lostEntries: number
}

/** Brings a run up to date by one entry of the journal of an owner. */
export function applyEntry<Event extends Exclude<JournalEvent, 'journal'>>(
  entry: JournalEntryOf<Event>,
  draft: RunDraft,
  owner: OwnerDraft | undefined,
): void {
  const { event } = entry as { readonly event: Event }
  handlers[event](entry, draft, owner)
}

type Handler<Event extends JournalEvent> = (
  entry: JournalEntryOf<Event>,
  draft: RunDraft,
  owner: OwnerDraft | undefined,
) => void

const handlers: { readonly [Event in Exclude<JournalEvent, 'journal'>]: Handler<Event> } = {
  'scope-opened': ({ scopeId: id, kind, name, worker, file, test, attempt, timeMs }, { scopes }) => {
    const ends = { closingAtMs: undefined, closed: undefined }
    scopes.set(id, { id, kind, name, worker, file, test, attempt, openedAtMs: timeMs, ...ends })
  },
  'service-declared': (entry, { services }) => {
    services.set(entry.id, newService(entry))
  },
  'service-starting': ({ id, timeMs }, { services }) => {
    set(services.get(id), { phase: 'starting', startingAtMs: timeMs })
  },
  'service-needs': ({ id, needs }, { services, lateNeeds }, owner) => {
    const service = services.get(id)
    set(service, { needs: [...new Set([...(service?.needs ?? []), ...needs])] })
    lateNeeds.push({ id, needs })
    owner?.lateNeeds.push({ id, needs })
  },
  'service-running': ({ id, timeMs }, { services }) => {
    set(services.get(id), { phase: 'running', runningAtMs: timeMs })
  },
  'service-stopping': ({ id, timeMs, error }, { services }) => {
    set(services.get(id), { phase: 'stopping', stoppingAtMs: timeMs, stopError: error })
  },
  'service-ended': ({ id, timeMs, outcome, errors }, { services }) => {
    set(services.get(id), { phase: 'ended', endedAtMs: timeMs, outcome, errors })
  },
  warning: ({ message, timeMs, scopeId, service }, { warnings }) => {
    warnings.push({ message, timeMs, scopeId, service })
  },
  'scope-closing': ({ scopeId, timeMs }, { scopes }) => {
    set(scopes.get(scopeId), { closingAtMs: timeMs })
  },
  'scope-closed': ({ scopeId, timeMs, stopMs, stopOrder, errors, warnings }, { scopes }) => {
    set(scopes.get(scopeId), { closed: { atMs: timeMs, stopMs, stopOrder, errors, warnings } })
  },
  'spawn-intent': (entry, { processes, sharedLeases, unordered }, owner) => {
    processes.set(entry.id, newProcess(entry, owner))
    unordered.delete(entry.id)
    addToLease(sharedLeases, entry)
  },
  spawned: ({ id, pid, startTime, timeMs: atMs, group, containment, identity }, { processes, unordered }) => {
    const spawned = { pid, startTime, atMs, group, containment, identity }
    if (processes.has(id)) set(processes.get(id), { spawned })
    else unordered.set(id, spawned)
  },
  'spawn-failed': ({ id, code, message }, { processes }) => {
    set(processes.get(id), { spawnFailed: { errno: code, message } })
  },
  terminate: ({ id, signal, timeMs: atMs }, { processes }) => {
    const process = processes.get(id)
    set(process, { asked: withAsked(process?.asked, { signal, atMs, told: undefined }) })
  },
  asked: ({ id, signal, processes: told, timeMs: atMs }, { processes }) => {
    const process = processes.get(id)
    const before = process?.asked.find((each) => each.signal === signal) ?? { signal, atMs, told: [] }
    set(process, { asked: withAsked(process?.asked, { ...before, told: [...(before.told ?? []), ...told] }) })
  },
  killed: ({ id, processes: killed }, { processes }) => {
    const process = processes.get(id)
    set(process, { killed: [...(process?.killed ?? []), ...killed] })
  },
  kill: () => {},
  exited: ({ id, code, signal, hint }, { processes }) => {
    set(processes.get(id), { exit: hint === undefined ? { code, signal } : { code, signal, hint } })
  },
  gone: ({ id, gone, survivors, suspects, killed = [], leftBehind = [] }, { processes, unordered }) => {
    set(processes.get(id), { survivors, ...(gone && { end: { gone, survivors, suspects, killed, leftBehind } }) })
    if (gone) unordered.delete(id)
  },
  'resource-intent': ({ event: _event, timeMs: _timeMs, ...order }, { resources, sharedLeases }, owner) => {
    const facts = { made: undefined, failed: undefined, isReleased: false, left: undefined }
    resources.set(order.id, { id: order.id, order, owner, ...facts })
    addToLease(sharedLeases, order)
  },
  'resource-made': ({ id, value }, { resources }) => {
    set(resources.get(id), { made: { value } })
  },
  'resource-failed': ({ id, message }, { resources }) => {
    set(resources.get(id), { failed: message })
  },
  'resource-released': ({ id }, { resources }) => {
    set(resources.get(id), { isReleased: true, left: undefined })
  },
  'resource-left': ({ id, message }, { resources }) => {
    set(resources.get(id), { left: message })
  },
  'lease-making': ({ key, owner: maker }, { sharedLeases }, owner) => {
    sharedLeases.set(key, { key, owner, state: 'making', maker, holders: [maker], ids: [], value: undefined })
  },
  'lease-made': ({ key, value }, { sharedLeases }) => {
    set(sharedLeases.get(key), { state: 'made', value })
  },
  'lease-failed': ({ key, error }, { sharedLeases }) => {
    set(sharedLeases.get(key), { state: 'failed', value: error, holders: [] })
  },
  'lease-held': ({ key, owner }, { sharedLeases }) => {
    const lease = sharedLeases.get(key)
    set(lease, { holders: [...(lease?.holders ?? []), owner] })
  },
  'lease-left': ({ key, owner }, { sharedLeases }) => {
    const lease = sharedLeases.get(key)
    set(lease, { holders: lease?.holders.filter((name) => name !== owner) ?? [] })
  },
  'lease-ended': ({ key }, { sharedLeases }) => {
    sharedLeases.delete(key)
  },
  kept: ({ id }, { processes }) => {
    set(processes.get(id), { kept: true })
  },
  leaked: ({ id, processes: found, ports, killed }, { processes }) => {
    const process = processes.get(id)
    set(process, { leaks: [...(process?.leaks ?? []), { processes: found, ports, killed }] })
  },
  swept: () => {},
  'output-dropped': ({ id, stream, droppedBytes }, { processes }) => {
    const process = processes.get(id)
    if (process === undefined) return
    const { output } = process
    process.output = { ...output, droppedBytes: { ...output.droppedBytes, [stream]: droppedBytes } }
  },
  'output-unread': ({ id }, { processes }) => {
    const process = processes.get(id)
    if (process !== undefined) process.output = { ...process.output, isUnread: true }
  },
  'ports-leased': ({ id, host, ports, chosen = [] }, { leases }, owner) => {
    const before = leases.get(id)
    const all = { ...before?.ports, ...ports }
    leases.set(id, { id, owner, host, ports: all, chosen: [...new Set([...(before?.chosen ?? []), ...chosen])] })
  },
  'ports-released': ({ id }, { leases }) => {
    leases.delete(id)
  },
  'owner-closed': ({ timeMs }, _, owner) => {
    set(owner, { closedAtMs: timeMs })
  },
  'owner-died': ({ timeMs }, _, owner) => {
    set(owner, { diedAtMs: timeMs })
  },
  'owner-doomed': ({ timeMs }, _, owner) => {
    set(owner, { doomedAtMs: timeMs })
  },
  'owner-back': () => {},
  'taken-over': ({ supervisorPid }, _, owner) => {
    set(owner, { supervisorPid })
  },
  'owner-finished': ({ verdict }, _, owner) => {
    set(owner, { finished: verdict })
  },
  'entries-lost': ({ count }, draft) => {
    draft.lostEntries += count
  },
}

/** The owner that a header names. */
export function newOwner(entry: JournalEntryOf<'journal'>): OwnerDraft {
  const { owner: name, run, pid, startTime, threadId, threadStartTime, supervisorPid, timeMs } = entry
  const ends = { closedAtMs: undefined, diedAtMs: undefined, doomedAtMs: undefined, finished: undefined }
  const identity = { name, run, pid, startTime, threadId, threadStartTime, supervisorPid }
  return { ...identity, connectedAtMs: timeMs, ...ends, lateNeeds: [] }
}

function newService(entry: JournalEntryOf<'service-declared'>): Mutable<RunService> {
  const { id, service: name, scopeId, runtime, tags, needs, declaredAt, node, cluster, directory } = entry
  const times = { startingAtMs: undefined, runningAtMs: undefined, stoppingAtMs: undefined, endedAtMs: undefined }
  const ends = { stopError: undefined, outcome: undefined, errors: [] }
  const where = { declaredAt, node, cluster, directory }
  return { id, name, scopeId, runtime, tags, needs, ...where, phase: 'declared', ...times, ...ends }
}

function newProcess(entry: JournalEntryOf<'spawn-intent'>, owner: RunOwner | undefined): Mutable<RunProcess> {
  const { event: _, timeMs: intendedAtMs, ...order } = entry
  const facts = { spawned: undefined, spawnFailed: undefined, exit: undefined, end: undefined, kept: false }
  const output = { droppedBytes: {}, isUnread: false }
  const lists = { asked: [], killed: [], survivors: [], leaks: [] }
  return { id: order.id, order, owner, intendedAtMs, ...facts, ...lists, output }
}

function addToLease(
  leases: RunDraft['sharedLeases'],
  { id, lease: key }: { readonly id: string; readonly lease?: string | undefined },
): void {
  const lease = key === undefined ? undefined : leases.get(key)
  set(lease, { ids: [...(lease?.ids ?? []), id] })
}

/** What is known of one signal takes the place of what was. */
function withAsked(all: readonly RunAsked[] = [], asked: RunAsked): readonly RunAsked[] {
  if (!all.some(({ signal }) => signal === asked.signal)) return [...all, asked]
  return all.map((each) => (each.signal === asked.signal ? asked : each))
}

function set<T extends object>(target: T | undefined, changes: Partial<T>): void {
  if (target !== undefined) Object.assign(target, changes)
}
