import { expect, test } from 'vitest'
import type { ProcessEntry, ProcessTable } from '../src/system/process-entry.ts'
import { noContainment } from '../src/tree/containment.ts'
import { limitMarkOf } from '../src/tree/limit-mark.ts'
import { markVariables } from '../src/tree/mark.ts'
import { ProcessTree } from '../src/tree/process-tree.ts'

// The system is a table here: pids are reused, marks are forged and processes die exactly when the test says so.

const mark = { run: 'r1', id: 's1-api' }
const main = { pid: 100, startTime: 50 }

interface Row extends Partial<ProcessEntry> {
  readonly pid: number
  readonly variables?: Readonly<Record<string, string>>
  readonly limit?: string
  readonly user?: number
}

/** The user that the service was given. */
const givenUser = 1234

function treeOf(rows: () => readonly Row[]): ProcessTree {
  const entryOf = (row: Row): ProcessEntry => ({
    parent: 1,
    group: row.pid,
    session: row.pid,
    startTime: 60,
    alive: true,
    sleeping: true,
    stopped: false,
    ...row,
  })
  const table: ProcessTable = {
    list: () => rows().map(entryOf),
    find: (pid) =>
      rows()
        .map(entryOf)
        .find((entry) => entry.pid === pid),
    variables: (pid) => new Map(Object.entries(rows().find((row) => row.pid === pid)?.variables ?? {})),
    describe: (pid) => ({ pid, command: 'x' }),
    signalState: () => undefined,
    owner: (pid) => rows().find((row) => row.pid === pid)?.user ?? process.getuid?.(),
    realtimeLimit: (pid) => rows().find((row) => row.pid === pid)?.limit ?? 'unlimited',
    hasServiceInput: () => false,
  }
  return new ProcessTree(table, main, mark, noContainment, givenUser)
}

function pidsOf(rows: readonly Row[]): readonly number[] {
  return treeOf(() => rows)
    .scan()
    .map(({ pid }) => pid)
}

const marked = { CURFEW_RUN: 'r1', CURFEW_SERVICE: 's1-api' }
const limit = limitMarkOf(mark).toString()

const mainRow: Row = { ...main, group: 100, session: 100 }

test.for([
  ['the main process', mainRow, true],
  ['its child', { pid: 101, parent: 100 }, true],
  ['one of its group', { pid: 101, group: 100 }, true],
  ['one of its session', { pid: 101, session: 100 }, true],
  ['one that carries the mark', { pid: 101, variables: marked }, true],
  ['one of another user that carries it', { pid: 101, user: 999, variables: marked }, false],
  [
    'one of the user that the service was given that carries it',
    { pid: 101, user: givenUser, variables: marked },
    true,
  ],
  ['one of another user that carries its limit', { pid: 101, user: 999, limit }, false],
  ['one that carries its limit', { pid: 101, limit }, true],
  ['a child of it that became another user', { pid: 101, user: 999, parent: 100 }, true],
  ['one of the same id in another run', { pid: 101, variables: { CURFEW_RUN: 'r2', CURFEW_SERVICE: 's1-api' } }, false],
  ['another service of the run', { pid: 101, variables: { CURFEW_RUN: 'r1', CURFEW_SERVICE: 's2-api' } }, false],
  ['one with an empty environment that inherited its limit', { pid: 101, limit: limitMarkOf(mark).toString() }, true],
  [
    'one with the limit of another service',
    { pid: 101, limit: limitMarkOf({ run: 'r1', id: 's2' }).toString() },
    false,
  ],
  ['an older one with the mark', { pid: 101, startTime: 49, variables: markVariables(mark, {}) }, false],
  ['an older one of the group', { pid: 101, startTime: 49, group: 100 }, false],
  ['a zombie', { pid: 101, parent: 100, alive: false }, false],
  ['a stranger', { pid: 101 }, false],
] as const)('%s', ([, row, belongs]) => {
  expect(pidsOf([mainRow, row]).includes(row.pid)).toBe(belongs)
})

test('descent goes through any number of processes', () => {
  expect(pidsOf([{ pid: 104, parent: 103 }, { pid: 103, parent: 102 }, { pid: 102, parent: 100 }, mainRow])).toEqual(
    expect.arrayContaining([100, 102, 103, 104]),
  )
})

test('the main process comes first', () => {
  expect(pidsOf([{ pid: 7, parent: 100 }, mainRow])[0]).toBe(100)
})

test('once the pid of the main process is another process, its group and session are strangers', () => {
  const reused = { pid: 100, startTime: 90, group: 100, session: 100 }
  expect(pidsOf([reused, { pid: 101, group: 100, startTime: 91 }])).toEqual([])
})

test('a member that was orphaned into a session of its own stays known; one with its reused pid does not', () => {
  let rows: readonly Row[] = [mainRow, { pid: 101, parent: 100 }]
  const tree = treeOf(() => rows)
  tree.scan()
  rows = [{ pid: 101, parent: 1 }]
  expect(tree.scan().map(({ pid }) => pid)).toEqual([101])
  rows = [{ pid: 101, parent: 1, startTime: 61 }]
  expect(tree.known()).toEqual([])
  expect(tree.scan()).toEqual([])
})

test('a run inside a service of a run belongs to both', () => {
  const inner = markVariables({ run: 'inner', id: 's9' }, markVariables(mark, {}))
  expect(inner).toEqual({ CURFEW_RUN: 'inner', CURFEW_SERVICE: 's9', CURFEW_WITHIN: '<r1/s1-api>' })
  expect(pidsOf([{ pid: 300, variables: inner }])).toEqual([300])
  const innermost = markVariables({ run: 'innermost', id: 's1' }, inner)
  expect(pidsOf([{ pid: 300, variables: innermost }])).toEqual([300])
})
