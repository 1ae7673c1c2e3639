import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import {
  fold,
  isLeft,
  journalFault,
  readRun,
  RunFold,
  type JournalEntryOf,
  type KnownJournalEntry,
  type Run,
} from '../../src/journal.ts'
import { anyEntry, textOf } from './some-entries.ts'

const opened: JournalEntryOf<'journal'> = {
  event: 'journal',
  timeMs: 1,
  version: 1,
  run: 'r1',
  owner: 'w1',
  pid: 10,
  startTime: 100,
  threadId: null,
  supervisorPid: 11,
}
const scope = { scopeId: 'w1-t1' }
const api = { id: 'w1-1-api', service: 'api', ...scope }
const outcome = { how: 'stopped', gone: true, stopTimeoutMs: 5000, left: [], suspects: [] } as const
const intent: JournalEntryOf<'spawn-intent'> = {
  event: 'spawn-intent',
  timeMs: 4,
  ...api,
  needs: [],
  command: 'node',
  args: ['api.mjs'],
  cwd: '/',
  umask: 0o22,
  shell: false,
  host: '127.0.0.1',
  ports: { main: 4000 },
  stop: { signal: 'SIGTERM', stopTimeoutMs: 20_000, killTimeoutMs: 2000 },
  environment: ['PATH'],
  logDirectory: '/logs',
}
const life: readonly KnownJournalEntry[] = [
  opened,
  {
    event: 'scope-opened',
    timeMs: 2,
    ...scope,
    kind: 'test',
    name: 't',
    worker: 'w1',
    file: 'a.test.ts',
    test: 't',
    attempt: 1,
  },
  { event: 'service-declared', timeMs: 2, ...api, runtime: 'process', tags: ['web'], needs: ['w1-2-db'], node: 'n1' },
  { event: 'service-starting', timeMs: 3, ...api },
  { event: 'ports-leased', timeMs: 3, id: api.id, host: '127.0.0.1', ports: { main: 4000 }, chosen: ['main'] },
  intent,
  { event: 'spawned', timeMs: 5, id: api.id, pid: 12, startTime: 101, group: 12, containment: 'none' },
  { event: 'service-running', timeMs: 9, ...api, durationMs: 6 },
  { event: 'service-needs', timeMs: 10, ...api, needs: ['w1-3-mail', 'w1-2-db'] },
  { event: 'scope-closing', timeMs: 20, ...scope },
  { event: 'service-stopping', timeMs: 20, ...api, durationMs: 11 },
  { event: 'terminate', timeMs: 20, id: api.id, signal: 'SIGTERM', by: 'owner' },
  { event: 'asked', timeMs: 20, id: api.id, signal: 'SIGTERM', processes: [{ pid: 12, startTime: 101 }] },
  { event: 'asked', timeMs: 21, id: api.id, signal: 'SIGTERM', processes: [{ pid: 13, startTime: 102 }] },
  { event: 'exited', timeMs: 22, id: api.id, asked: true, code: 0, signal: null },
  { event: 'output-dropped', timeMs: 22, id: api.id, stream: 'stdout', droppedBytes: 7 },
  { event: 'gone', timeMs: 23, id: api.id, gone: true, survivors: [], suspects: [] },
  { event: 'ports-released', timeMs: 23, id: api.id },
  { event: 'service-ended', timeMs: 24, ...api, durationMs: 4, outcome, errors: [] },
  {
    event: 'scope-closed',
    timeMs: 25,
    ...scope,
    kind: 'test',
    name: 't',
    openedAtMs: 2,
    stopMs: 5,
    stopOrder: ['api'],
    errors: [],
    warnings: ['w'],
  },
  { event: 'warning', timeMs: 26, message: 'the disk is full' },
  { event: 'entries-lost', timeMs: 26, count: 3 },
  { event: 'owner-closed', timeMs: 30, left: 0 },
]

/** What is known after how many entries of that life. */
const after = (count: number): Run => fold(life.slice(0, count))

/** Without what is not data. */
const plain = (run: Run): unknown => structuredClone({ ...run })

describe('the life of a service', () => {
  test('is all in the run', () => {
    const run = fold(life)
    expect(run).toMatchObject({
      name: 'r1',
      owners: [{ name: 'w1', pid: 10, supervisorPid: 11, connectedAtMs: 1, closedAtMs: 30, diedAtMs: undefined }],
      warnings: [{ message: 'the disk is full', timeMs: 26 }],
      lostEntries: 3,
      lateNeeds: [{ id: api.id, needs: ['w1-3-mail', 'w1-2-db'] }],
    })
    expect(run.scopes.get('w1-t1')).toMatchObject({
      file: 'a.test.ts',
      openedAtMs: 2,
      closingAtMs: 20,
      closed: { atMs: 25, stopMs: 5, stopOrder: ['api'], errors: [], warnings: ['w'] },
    })
    expect(run.services.get(api.id)).toMatchObject({
      name: 'api',
      phase: 'ended',
      needs: ['w1-2-db', 'w1-3-mail'],
      node: 'n1',
      startingAtMs: 3,
      runningAtMs: 9,
      stoppingAtMs: 20,
      endedAtMs: 24,
      outcome,
    })
    expect(run.processes.get(api.id)).toMatchObject({
      owner: { name: 'w1' },
      order: { command: 'node', stop: { stopTimeoutMs: 20_000 } },
      intendedAtMs: 4,
      spawned: { pid: 12, startTime: 101, atMs: 5 },
      asked: [
        {
          signal: 'SIGTERM',
          atMs: 20,
          told: [
            { pid: 12, startTime: 101 },
            { pid: 13, startTime: 102 },
          ],
        },
      ],
      exit: { code: 0, signal: null },
      end: { gone: true, survivors: [], suspects: [], killed: [], leftBehind: [] },
      kept: false,
      output: { droppedBytes: { stdout: 7 }, isUnread: false },
    })
    expect(run.leases.size).toBe(0)
  })

  // What each entry changes of what may be alive, in the order of the journal.
  test.each([
    ['scope-opened', { phase: undefined, left: [], leased: 0 }],
    ['service-declared', { phase: 'declared', left: [], leased: 0 }],
    ['service-starting', { phase: 'starting', left: [], leased: 0 }],
    ['ports-leased', { phase: 'starting', left: [], leased: 1 }],
    ['spawn-intent', { phase: 'starting', left: [api.id], leased: 1 }],
    ['service-running', { phase: 'running', left: [api.id], leased: 1 }],
    ['service-stopping', { phase: 'stopping', left: [api.id], leased: 1 }],
    ['exited', { phase: 'stopping', left: [api.id], leased: 1 }],
    ['gone', { phase: 'stopping', left: [], leased: 1 }],
    ['ports-released', { phase: 'stopping', left: [], leased: 0 }],
    ['service-ended', { phase: 'ended', left: [], leased: 0 }],
  ] as const)('up to %s: %j', (event, { phase, left, leased }) => {
    const run = after(life.findIndex((entry) => entry.event === event) + 1)
    expect(run.services.get(api.id)?.phase).toBe(phase)
    expect([...run.processes.values()].filter(isLeft).map(({ id }) => id)).toEqual(left)
    expect(run.leases.size).toBe(leased)
  })
})

describe('what may still live', () => {
  const gone = (isGone: boolean): KnownJournalEntry => ({
    event: 'gone',
    timeMs: 9,
    id: api.id,
    gone: isGone,
    survivors: isGone ? [] : [{ pid: 12, command: 'node' }],
    suspects: [],
  })

  test.each<[string, readonly KnownJournalEntry[], boolean]>([
    ['was never spawned', [{ event: 'spawn-failed', timeMs: 5, id: api.id, code: 'ENOENT', message: 'x' }], false],
    ['was left alive', [gone(false)], true],
    ['was left alive, and is over since', [gone(false), gone(true)], false],
    ['is gone', [gone(true)], false],
    ['is gone, and was started again', [gone(true), intent], true],
  ])('a process that %s', (_, entries, expected) => {
    expect([...fold([opened, intent, ...entries]).processes.values()].map(isLeft)).toEqual([expected])
  })

  test('what a signal was sent to before the supervisor died is not known; what was sent next is', () => {
    const terminate = { event: 'terminate', timeMs: 5, id: api.id, signal: 'SIGTERM', by: 'owner' } as const
    expect(fold([opened, intent, terminate]).processes.get(api.id)?.asked).toEqual([
      { signal: 'SIGTERM', atMs: 5, told: undefined },
    ])
    const told = { ...terminate, event: 'asked', timeMs: 6, processes: [{ pid: 1, startTime: 2 }] } as const
    expect(fold([opened, intent, terminate, told]).processes.get(api.id)?.asked).toEqual([
      { signal: 'SIGTERM', atMs: 5, told: [{ pid: 1, startTime: 2 }] },
    ])
  })

  test('a supervisor that takes over is the one of its owner from then on', () => {
    const run = fold([opened, intent, { event: 'taken-over', timeMs: 9, left: 1, supervisorPid: 77 }])
    expect(run.owners).toMatchObject([{ name: 'w1', supervisorPid: 77 }])
  })

  test("what the run has once for all owners is the run's: its holders, its parts, and the next owner of its journal", () => {
    const lease = { timeMs: 1, key: 'db' }
    const made: KnownJournalEntry[] = [
      { ...opened, owner: 'run' },
      { ...lease, event: 'lease-making', owner: 'w1' },
      { ...intent, id: 'db', lease: 'db' },
      { ...lease, event: 'lease-made', value: { port: 1 } },
      { ...lease, event: 'lease-held', owner: 'w2' },
      { ...lease, event: 'lease-left', owner: 'w1' },
      { ...opened, owner: 'run', pid: 20 },
    ]
    expect([...fold(made).sharedLeases.values()]).toMatchObject([
      { key: 'db', state: 'made', maker: 'w1', holders: ['w2'], ids: ['db'], value: { port: 1 }, owner: { pid: 20 } },
    ])
    const failed = fold([...made, { ...lease, event: 'lease-failed', error: 'x' }])
    expect([...failed.sharedLeases.values()]).toMatchObject([{ state: 'failed', holders: [], value: 'x' }])
    expect(fold([...made, { ...lease, event: 'lease-ended' }]).sharedLeases.size).toBe(0)
  })

  test('a process whose order is lost is known by its pid, until it is gone', () => {
    const spawned = {
      event: 'spawned',
      timeMs: 5,
      id: 'a',
      pid: 12,
      startTime: 101,
      group: 12,
      containment: 'none',
    } as const
    const lost = fold([opened, spawned])
    expect([lost.processes.size, [...lost.unordered.keys()]]).toEqual([0, ['a']])
    expect(fold([opened, spawned, { ...gone(true), id: 'a' } as KnownJournalEntry]).unordered.size).toBe(0)
    expect(fold([opened, spawned, { ...intent, id: 'a' }]).unordered.size).toBe(0)
  })

  test('an owner whose name is used again is another one', () => {
    const run = fold([opened, intent, { ...opened, pid: 20 }, { ...intent, id: 'w1-9-db' }])
    expect(run.owners.map(({ pid }) => pid)).toEqual([10, 20])
    expect([...run.processes.values()].map(({ owner }) => owner?.pid)).toEqual([10, 20])
  })
})

describe('any journal', () => {
  test('folds, whatever entries of the schema are in it, in whatever order', () => {
    fc.assert(
      fc.property(fc.array(anyEntry(), { maxLength: 30 }), (entries) => {
        expect(entries.map(journalFault)).toEqual(entries.map(() => undefined))
        const run = fold(entries)
        expect(run.owners).toHaveLength(entries.filter(({ event }) => event === 'journal').length)
        expect(new Set([...run.processes.values()].filter(isLeft).map(({ id }) => id))).toEqual(leftAfter(entries))
      }),
    )
  })

  test('folds up to any character: to what its whole lines say', () => {
    fc.assert(
      fc.property(
        fc.array(anyEntry(), { maxLength: 10 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (entries, part) => {
          const text = textOf(entries)
          const prefix = text.slice(0, Math.floor(text.length * part))
          const folded = new RunFold()
          const journal = folded.journal()
          journal.write(prefix)
          expect(journal.faults).toEqual([])
          expect(plain(folded.run)).toEqual(plain(fold(entries.slice(0, prefix.split('\n').length - 1))))
        },
      ),
    )
  })

  test('folds to the same, in whatever pieces it comes', () => {
    fc.assert(
      fc.property(fc.array(anyEntry(), { maxLength: 10 }), fc.integer({ min: 1, max: 200 }), (entries, size) => {
        const text = textOf(entries)
        const folded = new RunFold()
        const journal = folded.journal()
        for (let at = 0; at < text.length; at += size) journal.write(text.slice(at, at + size))
        expect(plain(folded.run)).toEqual(plain(fold(entries)))
      }),
    )
  })

  test('that two writers write at once folds to the same, however their lines interleave', () => {
    const ofOwner = (owner: string): fc.Arbitrary<readonly KnownJournalEntry[]> =>
      fc
        .array(anyEntry(), { maxLength: 10 })
        .map((entries) => [
          { ...opened, owner },
          ...entries.filter(({ event }) => event !== 'journal').map((entry) => withIds(entry, owner)),
        ])
    fc.assert(
      fc.property(ofOwner('w1'), ofOwner('w2'), fc.array(fc.boolean()), (first, second, turns) => {
        const interleaved = new RunFold()
        const [one, two] = [interleaved.journal(), interleaved.journal()]
        const left: [typeof one, KnownJournalEntry[]][] = [
          [one, [...first]],
          [two, [...second]],
        ]
        for (const turn of turns) take(left[turn ? 1 : 0])
        for (const each of left) while (each[1].length > 0) take(each)
        const inOrder = new RunFold()
        const [a, b] = [inOrder.journal(), inOrder.journal()]
        for (const entry of first) a.take(entry)
        for (const entry of second) b.take(entry)
        expect(sorted(interleaved.run)).toEqual(sorted(inOrder.run))
      }),
    )
  })

  test('that another writer went on with after a torn line loses that line only', () => {
    const folded = new RunFold()
    const journal = folded.journal()
    journal.write(textOf([opened, intent]))
    journal.write('{"event":"spawned","timeMs":5,"id":"w1-1-a')
    journal.write(`\n${textOf([{ event: 'gone', timeMs: 9, id: api.id, gone: true, survivors: [], suspects: [] }])}`)
    expect(journal.faults).toEqual([{ line: 3, reason: 'not JSON: a torn line' }])
    expect(folded.run.processes.get(api.id)).toMatchObject({ spawned: undefined, end: { gone: true } })
  })

  test('of a newer version says what this one understands: its processes, with no owner', () => {
    const folded = new RunFold()
    const journal = folded.journal()
    journal.write(textOf([{ ...opened, version: 2 }, { event: 'teleported', timeMs: 2, id: api.id }, intent]))
    expect(journal.faults.map(({ line }) => line)).toEqual([1, 2])
    expect(folded.run.owners).toEqual([])
    expect([...folded.run.processes.values()]).toMatchObject([{ id: api.id, owner: undefined }])
  })

  test('of which only some events are read says of these the same', () => {
    const folded = new RunFold({ only: ['spawn-intent', 'spawned', 'gone'] })
    folded.journal().write(textOf(life))
    const { processes, services, owners } = folded.run
    expect([services.size, owners.length]).toEqual([0, 0])
    expect(processes.get(api.id)).toMatchObject({ spawned: { pid: 12 }, end: { gone: true }, asked: [] })
  })
})

describe('the folder of a run', () => {
  const newRun = (): string => {
    const directory = mkdtempSync(join(tmpdir(), 'curfew-run-'))
    onTestFinished(() => {
      rmSync(directory, { recursive: true, force: true })
    })
    return directory
  }

  test('is read as a whole: what a sweep noted is about services of the other files', async () => {
    const directory = newRun()
    mkdirSync(join(directory, 'journal'))
    const write = (name: string, entries: readonly object[]): void =>
      writeFileSync(join(directory, 'journal', name), textOf(entries))
    write('sweep.ndjson', [
      { ...opened, owner: 'sweep' },
      { event: 'gone', timeMs: 50, id: api.id, gone: true, survivors: [], suspects: [] },
    ])
    write('w1.ndjson', [opened, intent])
    write('w2.ndjson', [
      { ...opened, owner: 'w2' },
      { ...intent, id: 'w2-1-db' },
    ])
    write('notes.txt', [{ ...opened, owner: 'notes' }])
    const run = await readRun(directory)
    expect(run.owners.map(({ name }) => name)).toEqual(['w1', 'w2', 'sweep'])
    expect([...run.processes.values()].map((process) => [process.id, isLeft(process)])).toEqual([
      [api.id, false],
      ['w2-1-db', true],
    ])
  })

  test('without a journal is a run without anything', async () => {
    expect(plain(await readRun(newRun()))).toEqual(plain(fold([])))
  })

  test('with a journal that cannot be read is an error, unless that is asked to be told', async () => {
    const directory = newRun()
    mkdirSync(join(directory, 'journal', 'w0.ndjson'), { recursive: true })
    writeFileSync(join(directory, 'journal', 'w1.ndjson'), textOf([opened]))
    symlinkSync('/nowhere', join(directory, 'journal', 'w2.ndjson'))
    await expect(readRun(directory)).rejects.toMatchObject({ code: 'EISDIR' })
    const errors: unknown[] = []
    const run = await readRun(directory, {
      onUnreadable: (error) => errors.push((error as NodeJS.ErrnoException).code),
    })
    expect(errors).toEqual(['EISDIR', 'ENOENT'])
    expect(run.owners).toHaveLength(1)
  })
})

/** Another account of what may live: the last word on each id. */
function leftAfter(entries: readonly KnownJournalEntry[]): ReadonlySet<string> {
  const left = new Set<string>()
  for (const entry of entries) {
    if (entry.event === 'spawn-intent') left.add(entry.id)
    else if (entry.event === 'spawn-failed' || (entry.event === 'gone' && entry.gone)) left.delete(entry.id)
  }
  return left
}

function withIds(entry: KnownJournalEntry, owner: string): KnownJournalEntry {
  const { id, scopeId } = entry as { readonly id?: string; readonly scopeId?: string }
  return {
    ...entry,
    ...(id !== undefined && { id: `${owner}-${id}` }),
    ...(scopeId !== undefined && { scopeId: `${owner}-${scopeId}` }),
  }
}

function take(
  [journal, entries]: [{ take(entry: KnownJournalEntry): void }, KnownJournalEntry[]] = [{ take() {} }, []],
): void {
  const entry = entries.shift()
  if (entry !== undefined) journal.take(entry)
}

/** Without the order among owners. */
function sorted(run: Run): unknown {
  const text = (value: unknown): string => JSON.stringify(value)
  const byText = (values: Iterable<unknown>): unknown[] => [...values].map(text).toSorted()
  const { owners, scopes, services, processes, resources, leases, unordered, lateNeeds, warnings, lostEntries } = run
  const maps = [scopes, services, processes, resources, leases, unordered].map((map: ReadonlyMap<string, unknown>) =>
    byText(map.values()),
  )
  return [byText(owners), ...maps, byText(lateNeeds), byText(warnings), lostEntries]
}
