import fc from 'fast-check'
import { schema, type JournalEvent, type KnownJournalEntry } from '../../src/journal/schema.ts'

/** A small set, so that entries are about the same services. */
const id = fc.constantFrom('a', 'b', 'c')
const names = new Set(['id', 'scopeId'])

/** Any entry that the schema allows. */
export function anyEntry(events: readonly JournalEvent[] = allEvents): fc.Arbitrary<KnownJournalEntry> {
  return fc.constantFrom(...events).chain((event) =>
    fc
      .record({
        event: fc.constant(event),
        timeMs: fc.nat(),
        ...fieldsOf(schema.events[event]),
        // A newer one is not read.
        ...(event === 'journal' && { version: fc.constant(1) }),
      })
      // As it comes out of a file.
      .map((entry) => JSON.parse(JSON.stringify(entry)) as KnownJournalEntry),
  )
}

const allEvents = Object.keys(schema.events) as JournalEvent[]

function fieldsOf(rules: Readonly<Record<string, string>>, depth = 0): Record<string, fc.Arbitrary<unknown>> {
  return Object.fromEntries(
    Object.entries(rules).map(([name, rule]) => [name, names.has(name) ? id : valueOf(rule, depth)]),
  )
}

function valueOf(rule: string, depth: number): fc.Arbitrary<unknown> {
  if (rule.endsWith('?')) {
    // An error may have causes without end.
    return depth > 2 ? fc.constant(undefined) : fc.option(valueOf(rule.slice(0, -1), depth), { nil: undefined })
  }
  if (rule.endsWith('|null')) return fc.option(valueOf(rule.slice(0, -5), depth))
  if (rule.endsWith('[]')) return fc.array(valueOf(rule.slice(0, -2), depth), { maxLength: 2 })
  if (rule.startsWith('{')) return fc.dictionary(fc.constantFrom('main', 'admin'), valueOf(rule.slice(1, -1), depth))
  const choice = schema.choices[rule]
  if (choice !== undefined) return fc.constantFrom(...choice)
  const shape = schema.shapes[rule]
  if (shape !== undefined) return fc.record(fieldsOf(shape, depth + 1))
  if (rule === 'number') return fc.nat()
  if (rule === 'boolean') return fc.boolean()
  if (rule === 'signal') return fc.constantFrom('SIGTERM', 'SIGINT')
  if (rule === 'json') return fc.jsonValue({ maxDepth: 1 })
  return fc.string({ maxLength: 4 })
}

/** The text of a journal. */
export function textOf(entries: readonly object[]): string {
  return entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')
}
