/** A record's level as pino numbers it. */
const infoLevel = 30

/** Names of pino's levels, for texts. */
const levelNames: Readonly<Record<string, string>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
}

/** Longest text of one line of output that a record keeps, in characters. */
const maxLineLength = 64 * 1024

const reservedKeys: ReadonlySet<string> = new Set([
  'run',
  'worker',
  'file',
  'test',
  'attempt',
  'service',
  'node',
  'cluster',
  'runtime',
  'pid',
  'stream',
])

/** Finds a record that may have a field of ours; inside a string the quotes would be escaped. */
const reservedField = new RegExp(`[{,]"(?:${[...reservedKeys].join('|')})":`)

/** Fields that every record of a service carries. `null` where it has none. */
export interface LogFields {
  readonly run: string
  readonly worker: string | null
  readonly file: string | null
  readonly test: string | null
  readonly attempt: number | null
  readonly service: string
  readonly node: string | null
  readonly cluster: string | null
  readonly runtime: string
}

/** A line of a service's output, as {@link outputRecord} takes it. */
export interface RecordedLine {
  readonly stream: 'stdout' | 'stderr'
  /** Without the line end. */
  readonly text: string
  /** Milliseconds since the epoch. */
  readonly timeMs: number
}

/** Who a record is about: its fields, and the process id of the service where it has a process of its own. */
export interface RecordIdentity {
  readonly fields: LogFields | Readonly<Record<string, string | number | null>>
  readonly pid?: number | undefined
}

/**
 * Makes a line of output into one record, with its line end.
 *
 * A JSON object keeps its own level, time and fields; a text becomes `msg` at level info, on stderr too, which by itself is
 * no error. Fields that tell where the record is from are always ours: what the line had there is kept under `own`.
 */
export function outputRecord(identity: RecordIdentity, line: RecordedLine): string {
  const text = line.text.length > maxLineLength ? `${line.text.slice(0, maxLineLength)}…` : line.text
  const own = parseRecord(text)
  const time = Math.floor(line.timeMs)
  // Every record has a `msg`; other loggers call it `message`.
  const msg = own?.['msg'] ?? own?.['message'] ?? text
  const record = { level: infoLevel, time, ...own, msg }
  return identified(record, identity, line.stream)
}

/**
 * Adds the fields that tell where it is from to a record that pino wrote (one line, with its line end).
 * `suffix` is {@link identitySuffix} of the same identity.
 */
export function identifyRecord(json: string, identity: RecordIdentity, suffix: string): string {
  if (reservedField.test(json)) {
    const record = parseRecord(json)
    if (record !== undefined) return identified(record, identity, undefined)
  }
  return json.slice(0, json.lastIndexOf('}')) + suffix
}

/** The end of every record of that identity. Made once, since it is the same for all of them. */
export function identitySuffix(identity: RecordIdentity): string {
  return `,${JSON.stringify(identityOf(identity, undefined)).slice(1)}\n`
}

/** A JSON object, or nothing. */
export function parseRecord(text: string): Record<string, unknown> | undefined {
  if (!text.startsWith('{')) return undefined
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    // A text that only begins like JSON is a text.
    return undefined
  }
}

/** A record as one readable text: level (unless info), message, and its other fields. */
export function recordText(record: Readonly<Record<string, unknown>>): string {
  const { level, time: _time, hostname: _hostname, msg, message, err, own, ...fields } = record
  const said = typeof msg === 'string' ? msg : typeof message === 'string' ? message : undefined
  const levelName = levelNames[String(level)] ?? (typeof level === 'string' ? level.toLowerCase() : undefined)
  const parts: string[] = levelName === undefined || levelName === 'info' ? [] : [levelName]
  if (said !== undefined) parts.push(said)
  const shown = Object.entries(fields).filter(([key]) => !reservedKeys.has(key))
  if (isObject(own)) shown.push(...Object.entries(own))
  for (const [key, value] of shown) parts.push(`${key}=${fieldText(value)}`)
  const error = errorText(err)
  if (error !== undefined && error !== said) parts.push(`err=${error}`)
  return parts.join(' ')
}

function identified(record: Record<string, unknown>, identity: RecordIdentity, stream: string | undefined): string {
  const ours = identityOf(identity, stream)
  const kept: Record<string, unknown> = {}
  const own: Record<string, unknown> = isObject(record['own']) ? { ...record['own'] } : {}
  for (const [key, value] of Object.entries(record)) {
    if (!reservedKeys.has(key)) kept[key] = value
    // The pid of the process that writes this record says nothing about the service: pino adds it to every record.
    else if (value !== ours[key] && !(key === 'pid' && value === process.pid)) own[key] = value
  }
  return `${JSON.stringify({ ...kept, ...(Object.keys(own).length > 0 ? { own } : {}), ...ours })}\n`
}

function identityOf(identity: RecordIdentity, stream: string | undefined): Record<string, unknown> {
  return {
    ...(stream === undefined ? {} : { stream }),
    ...identity.fields,
    ...(identity.pid === undefined ? {} : { pid: identity.pid }),
  }
}

function fieldText(value: unknown): string {
  if (typeof value === 'string' && /^[\w./:@-]+$/.test(value)) return value
  return JSON.stringify(value) ?? String(value)
}

function errorText(error: unknown): string | undefined {
  if (typeof error === 'string') return error
  if (!isObject(error) || typeof error['message'] !== 'string') return undefined
  const cause = errorText(error['cause'])
  return cause === undefined ? error['message'] : `${error['message']}; caused by ${cause}`
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
