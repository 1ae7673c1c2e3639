import { journalVersion, type JournalEntryOf, type JournalEvent, type KnownJournalEntry } from './entries.ts'

/** What a field must be. `?` may be absent, `|null` may be null. */
type FieldKind = 'string' | 'number' | 'boolean' | 'list' | 'object'
type FieldRule = FieldKind | `${FieldKind}?` | `${FieldKind}|null`

/** The fields that are checked, by event; the compiler holds their names against the types. */
const rules: { readonly [Event in JournalEvent]: Readonly<Partial<Record<FieldOf<Event>, FieldRule>>> } = {
  'scope-opened': {
    scopeId: 'string',
    kind: 'string',
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
    tags: 'list',
    needs: 'list',
    declaredAt: 'string?',
    node: 'string?',
    cluster: 'string?',
    directory: 'string?',
  },
  'service-starting': { id: 'string', service: 'string', scopeId: 'string' },
  'service-needs': { id: 'string', service: 'string', scopeId: 'string', needs: 'list' },
  'service-running': { id: 'string', service: 'string', scopeId: 'string', durationMs: 'number' },
  'service-stopping': { id: 'string', service: 'string', scopeId: 'string', durationMs: 'number', error: 'object?' },
  'service-ended': {
    id: 'string',
    service: 'string',
    scopeId: 'string',
    durationMs: 'number',
    outcome: 'object',
    errors: 'list',
  },
  warning: { message: 'string', scopeId: 'string?', id: 'string?', service: 'string?' },
  'scope-closing': { scopeId: 'string' },
  'scope-closed': {
    scopeId: 'string',
    kind: 'string',
    name: 'string',
    openedAtMs: 'number',
    stopMs: 'number',
    stopOrder: 'list',
    errors: 'list',
    warnings: 'list',
  },
  journal: {
    version: 'number',
    run: 'string',
    owner: 'string',
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
    needs: 'list',
    command: 'string',
    args: 'list',
    cwd: 'string',
    stop: 'object',
    environment: 'list',
    logDirectory: 'string',
    maxLogBytes: 'number?',
    recordFields: 'object?',
  },
  spawned: { id: 'string', pid: 'number', startTime: 'number', group: 'number', containment: 'string' },
  'spawn-failed': { id: 'string', code: 'string', message: 'string' },
  terminate: { id: 'string', signal: 'string', by: 'string' },
  asked: { id: 'string', signal: 'string', processes: 'list' },
  killed: { id: 'string', processes: 'list' },
  kill: { id: 'string', killTimeoutMs: 'number', by: 'string' },
  exited: { id: 'string', asked: 'boolean', code: 'number|null', signal: 'string|null', hint: 'string?' },
  gone: { id: 'string', gone: 'boolean', survivors: 'list', suspects: 'list', killed: 'list?', leftBehind: 'list?' },
  'resource-intent': {
    id: 'string',
    service: 'string',
    scopeId: 'string',
    needs: 'list',
    driver: 'object',
    releaseTimeoutMs: 'number',
  },
  'resource-made': { id: 'string' },
  'resource-failed': { id: 'string', message: 'string' },
  'resource-released': { id: 'string', by: 'string', durationMs: 'number' },
  'resource-left': { id: 'string', by: 'string', message: 'string' },
  'lease-making': { key: 'string', owner: 'string' },
  'lease-held': { key: 'string', owner: 'string' },
  'lease-left': { key: 'string', owner: 'string' },
  'lease-made': { key: 'string' },
  'lease-failed': { key: 'string' },
  'lease-ended': { key: 'string' },
  kept: { id: 'string', service: 'string', pid: 'number', group: 'number' },
  leaked: { id: 'string', service: 'string', processes: 'list', ports: 'list', killed: 'boolean' },
  swept: {
    id: 'string',
    service: 'string',
    outcome: 'string',
    wasKept: 'boolean',
    durationMs: 'number',
    processes: 'list',
    survivors: 'list',
    error: 'string?',
  },
  'output-dropped': { id: 'string', stream: 'string', droppedBytes: 'number' },
  'output-unread': { id: 'string', drainTimeoutMs: 'number' },
  'ports-leased': { id: 'string', host: 'string', ports: 'object', chosen: 'list?' },
  'ports-released': { id: 'string' },
  'owner-closed': { left: 'number' },
  'owner-died': { left: 'number' },
  'owner-doomed': { left: 'number' },
  'owner-back': { left: 'number' },
  'taken-over': { left: 'number', supervisorPid: 'number' },
  'owner-finished': { verdict: 'list' },
  'entries-lost': { count: 'number' },
}

type FieldOf<Event extends JournalEvent> = Exclude<KeyOfUnion<JournalEntryOf<Event>>, 'event' | 'timeMs'>
type KeyOfUnion<T> = T extends unknown ? keyof T : never

/** The names of all events, in the order of the documentation. */
export const journalEvents: readonly JournalEvent[] = Object.keys(rules) as JournalEvent[]

/** What keeps a value from being a journal entry of this version; `undefined` when it is one. Unknown fields are no fault. */
export function journalFault(value: unknown): string | undefined {
  if (!isObject(value)) return `expected an object, found ${kindOf(value)}`
  const { event, timeMs } = value
  if (typeof event !== 'string') return `"event" must be a string, found ${kindOf(event)}`
  if (typeof timeMs !== 'number') return `"timeMs" must be a number, found ${kindOf(timeMs)}`
  if (!Object.hasOwn(rules, event)) return `unknown event "${event}"`
  for (const [field, rule] of Object.entries(rules[event as JournalEvent])) {
    const found = kindOf(value[field])
    const [kind] = rule.split(/[?|]/)
    if (found === kind || (rule.endsWith('?') && found === 'undefined')) continue
    if (rule.endsWith('|null') && found === 'null') continue
    return `"${field}" of "${event}" must be ${rule.replace('?', ' or absent').replace('|', ' or ')}, found ${found}`
  }
  if (event === 'journal' && (value['version'] as number) > journalVersion) {
    return `written by a newer version of curfew: schema ${String(value['version'])}, this one reads ${journalVersion}`
  }
  return undefined
}

/** Whether a value is a journal entry of this version. */
export function isJournalEntry(value: unknown): value is KnownJournalEntry {
  return journalFault(value) === undefined
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'list' : typeof value
}

function isObject(value: unknown): value is Record<string, unknown> {
  return kindOf(value) === 'object'
}
