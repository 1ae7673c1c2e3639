import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isJournalEntry, journalFault, parseJournal, readJournal, type KnownJournalEntry } from '../../src/journal.ts'
import { schema } from '../../src/journal/schema.ts'

const opened: KnownJournalEntry = {
  event: 'journal',
  timeMs: 1,
  version: 1,
  run: '20261123-214500-1a2b3c',
  owner: 'w1',
  pid: 10,
  startTime: 123,
  threadId: null,
  supervisorPid: 11,
}
const spawned: KnownJournalEntry = {
  event: 'spawned',
  timeMs: 2,
  id: 's1-api',
  pid: 12,
  startTime: 124,
  group: 12,
  containment: 'none',
}
const exited: KnownJournalEntry = {
  event: 'exited',
  timeMs: 3,
  id: 's1-api',
  asked: false,
  code: null,
  signal: 'SIGKILL',
  hint: 'out of memory',
}
const ended: KnownJournalEntry = {
  event: 'service-ended',
  timeMs: 4,
  id: 's1-api',
  service: 'api',
  scopeId: 'w1-t1',
  durationMs: 3,
  outcome: { how: 'failed', gone: true, stopTimeoutMs: 5_000, left: [], suspects: [] },
  errors: [{ name: 'ServiceCrashedError', code: 'CURFEW_CRASHED', message: 'x' }],
}
const entries = [opened, spawned, exited, ended]

describe('a journal', () => {
  let folder: string
  let path: string

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'curfew-journal-'))
    path = join(folder, 'w1.ndjson')
    writeFileSync(path, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''))
  })

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  test('is read as its entries', async () => {
    expect(await readJournal(path)).toEqual({ entries, torn: false, faults: [] })
  })

  test('whose last line is torn at any place gives the lines before it', () => {
    const whole = entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')
    const lastLength = JSON.stringify(ended).length + 1
    for (let missing = 1; missing < lastLength; missing += 1) {
      expect(parseJournal(whole.slice(0, -missing))).toEqual({ entries: entries.slice(0, -1), torn: true, faults: [] })
    }
  })

  test('that another writer took over after a torn line names that line and goes on', async () => {
    appendFileSync(path, '{"event":"gone","ti')
    appendFileSync(path, `\n${JSON.stringify(opened)}\n`)
    expect(await readJournal(path)).toEqual({
      entries: [...entries, opened],
      torn: false,
      faults: [{ line: 5, reason: 'not JSON: a torn line' }],
    })
  })

  test('of a newer version says so, line by line', () => {
    const text = [{ ...opened, version: 2 }, { event: 'teleported', timeMs: 1 }, spawned]
      .map((entry) => `${JSON.stringify(entry)}\n`)
      .join('')
    expect(parseJournal(text)).toEqual({
      entries: [spawned],
      torn: false,
      faults: [
        { line: 1, reason: 'written by a newer version of curfew: schema 2, this one reads 1' },
        { line: 2, reason: 'unknown event "teleported"' },
      ],
    })
  })

  test('that is missing is an error of the system', async () => {
    await expect(readJournal(join(folder, 'nobody.ndjson'))).rejects.toMatchObject({ code: 'ENOENT' })
  })

  test('that is empty has no entries', () => {
    expect(parseJournal('')).toEqual({ entries: [], torn: false, faults: [] })
  })
})

describe('an entry', () => {
  test.each(entries)('$event is one', (entry) => {
    expect(journalFault(entry)).toBeUndefined()
    expect(isJournalEntry(entry)).toBe(true)
  })

  test('may have fields that this version does not know', () => {
    expect(isJournalEntry({ ...spawned, later: true })).toBe(true)
  })

  test.each<[unknown, string]>([
    [undefined, 'expected an object, found undefined'],
    [null, 'expected an object, found null'],
    [[], 'expected an object, found list'],
    [{ timeMs: 1 }, '"event" must be a string, found undefined'],
    [{ event: 'spawned' }, '"timeMs" must be a number, found undefined'],
    [{ event: 'toString', timeMs: 1 }, 'unknown event "toString"'],
    [{ ...spawned, pid: '12' }, '"pid" of "spawned" must be number, found string'],
    [{ ...exited, hint: 5 }, '"hint" of "exited" must be string or absent, found number'],
    [{ ...exited, code: undefined }, '"code" of "exited" must be number or null, found undefined'],
    [{ ...ended, errors: {} }, '"errors" of "service-ended" must be list, found object'],
    [{ ...ended, outcome: {} }, '"outcome.how" of "service-ended" must be string, found undefined'],
    [
      { ...ended, outcome: { ...ended.outcome, how: 'lost' } },
      '"outcome.how" of "service-ended" must be one of stopped, killed, exited, failed, kept, found "lost"',
    ],
    [
      {
        ...ended,
        errors: [
          { name: 'a', message: 'b' },
          { name: 'a', message: 'b', cause: { name: 1 } },
        ],
      },
      '"errors[1].cause.name" of "service-ended" must be string, found number',
    ],
    [
      { event: 'ports-leased', timeMs: 1, id: 'a', host: 'b', ports: { main: '80' } },
      '"ports.main" of "ports-leased" must be number, found string',
    ],
    [
      {
        event: 'leaked',
        timeMs: 1,
        id: 'a',
        service: 'a',
        processes: [],
        ports: [{ host: 'h', port: 1 }],
        killed: true,
      },
      '"ports[0].holder" of "leaked" must be object or null, found undefined',
    ],
  ])('%j is none', (value, fault) => {
    expect(journalFault(value)).toBe(fault)
    expect(isJournalEntry(value)).toBe(false)
  })
})

test('docs/journal.md has every event with its fields, and no other', async () => {
  const page = await readFile(new URL('../../../../docs/journal.md', import.meta.url), 'utf8')
  const documented = [...page.matchAll(/^\| `([a-z-]+)` \| `([^`]*)` \|/gm)].map(([, event, fields]) => [event, fields])
  const inOrder = Object.entries(schema.events).map(([event, rules]) => {
    const fields = Object.entries(rules).map(([name, rule]) => (rule.endsWith('?') ? `${name}?` : name))
    return [event, fields.join(' ')]
  })
  expect(documented).toEqual(inOrder)
})
