import { journalVersion, schema, type FieldRules, type JournalEvent, type KnownJournalEntry } from './schema.ts'

/** What is wrong with a part of a value, and where. */
interface Fault {
  readonly at: string
  readonly expected: string
  readonly found: string
}

type Check = (value: unknown) => Fault | undefined

const checks = new Map<string, Check>()

/** The names of all events, in the order of the documentation. */
export const journalEvents: readonly JournalEvent[] = Object.keys(schema.events) as JournalEvent[]

/** What keeps a value from being a journal entry of this version; `undefined` when it is one. Unknown fields are no fault. */
export function journalFault(value: unknown): string | undefined {
  if (!isObject(value)) return `expected an object, found ${kindOf(value)}`
  const { event, timeMs } = value
  if (typeof event !== 'string') return `"event" must be a string, found ${kindOf(event)}`
  if (typeof timeMs !== 'number') return `"timeMs" must be a number, found ${kindOf(timeMs)}`
  if (!Object.hasOwn(schema.events, event)) return `unknown event "${event}"`
  const fault = faultOfFields(value, schema.events[event as JournalEvent])
  if (fault !== undefined) return `"${fault.at}" of "${event}" must be ${fault.expected}, found ${fault.found}`
  if (event === 'journal' && (value['version'] as number) > journalVersion) {
    return `written by a newer version of curfew: schema ${String(value['version'])}, this one reads ${journalVersion}`
  }
  return undefined
}

/** Whether a value is a journal entry of this version. */
export function isJournalEntry(value: unknown): value is KnownJournalEntry {
  return journalFault(value) === undefined
}

function faultOfFields(value: Record<string, unknown>, rules: FieldRules): Fault | undefined {
  for (const [name, rule] of Object.entries(rules)) {
    const fault = checkOf(rule)(value[name])
    if (fault !== undefined) return below(name, fault)
  }
  return undefined
}

/** The check that a rule says; made once, since the same rules come again in every line. */
function checkOf(rule: string): Check {
  const known = checks.get(rule)
  if (known !== undefined) return known
  const made = makeCheck(rule)
  checks.set(rule, made)
  return made
}

function makeCheck(rule: string): Check {
  if (rule.endsWith('?')) return orElse(checkOf(rule.slice(0, -1)), undefined, 'absent')
  if (rule.endsWith('|null')) return orElse(checkOf(rule.slice(0, -'|null'.length)), null, 'null')
  if (rule.endsWith('[]')) return listOf(checkOf(rule.slice(0, -'[]'.length)))
  if (rule.startsWith('{')) return objectOf(checkOf(rule.slice(1, -1)))
  const choice = schema.choices[rule]
  if (choice !== undefined) return oneOf(choice)
  const shape = schema.shapes[rule]
  if (shape !== undefined) return (value) => (isObject(value) ? faultOfFields(value, shape) : wrong('object', value))
  if (rule === 'json') return () => undefined
  if (rule === 'scalar') return (value) => (isScalar(value) ? undefined : wrong('string, number or null', value))
  const kind = rule === 'signal' ? 'string' : rule
  return (value) => (kindOf(value) === kind ? undefined : wrong(kind, value))
}

function orElse(check: Check, other: undefined | null, name: string): Check {
  return (value) => {
    if (value === other) return undefined
    const fault = check(value)
    return fault?.at === '' ? { ...fault, expected: `${fault.expected} or ${name}` } : fault
  }
}

function listOf(check: Check): Check {
  return (value) => {
    if (!Array.isArray(value)) return wrong('list', value)
    for (const [index, each] of value.entries()) {
      const fault = check(each)
      if (fault !== undefined) return below(`[${index}]`, fault)
    }
    return undefined
  }
}

function objectOf(check: Check): Check {
  return (value) => {
    if (!isObject(value)) return wrong('object', value)
    for (const [name, each] of Object.entries(value)) {
      const fault = check(each)
      if (fault !== undefined) return below(name, fault)
    }
    return undefined
  }
}

function oneOf(choice: readonly string[]): Check {
  return (value) => {
    if (typeof value !== 'string') return wrong('string', value)
    return choice.includes(value)
      ? undefined
      : { at: '', expected: `one of ${choice.join(', ')}`, found: JSON.stringify(value) }
  }
}

function wrong(expected: string, value: unknown): Fault {
  return { at: '', expected, found: kindOf(value) }
}

/** The same fault, seen from what holds the part. */
function below(name: string, { at, expected, found }: Fault): Fault {
  const isFirst = at === '' || at.startsWith('[')
  return { at: isFirst ? `${name}${at}` : `${name}.${at}`, expected, found }
}

function isScalar(value: unknown): boolean {
  return value === null || typeof value === 'string' || typeof value === 'number'
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'list' : typeof value
}

function isObject(value: unknown): value is Record<string, unknown> {
  return kindOf(value) === 'object'
}
