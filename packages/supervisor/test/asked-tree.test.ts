import { expect, test } from 'vitest'
import type { ProcessEntry, ProcessIdentity, ProcessTable, SignalState } from '../src/system/process-entry.ts'
import { AskedTree } from '../src/tree/asked-tree.ts'
import { noContainment } from '../src/tree/containment.ts'
import { ProcessTree } from '../src/tree/process-tree.ts'

// A fork of a shell has what the shell catches until it executes its command: a signal in between is lost with it.

type Row = Pick<ProcessEntry, 'pid' | 'parent' | 'program'> & Partial<ProcessEntry>

const sleeper: SignalState = { disposition: 'default', pending: false, sleeping: true, switches: 1 }

function treeOf(
  rows: () => readonly Row[],
  signalState: () => SignalState = () => sleeper,
  told?: readonly ProcessIdentity[],
) {
  const entryOf = (row: Row): ProcessEntry => ({
    group: 10,
    session: 10,
    startTime: row.pid,
    alive: true,
    sleeping: false,
    stopped: false,
    cpuTicks: 0,
    ...row,
  })
  const table: ProcessTable = {
    list: () => rows().map(entryOf),
    find: (pid) =>
      rows()
        .map(entryOf)
        .find((entry) => entry.pid === pid),
    variables: () => undefined,
    describe: (pid) => ({ pid, command: 'x' }),
    signalState,
    owner: () => 0,
    realtimeLimit: () => undefined,
    hasServiceInput: () => false,
  }
  const sent: string[] = []
  const asked = new AskedTree(
    new ProcessTree(table, { pid: 10, startTime: 10 }, { run: 'r', id: 's' }, noContainment, undefined),
    {
      table,
      signal: 'SIGTERM',
      ...(told !== undefined && { told }),
      send: ({ pid }, signal) => {
        if (signal === 'SIGTERM') sent.push(`${pid}`)
        return true
      },
    },
  )
  return { asked, sent }
}

const shell = { pid: 10, parent: 1, program: 7, sleeping: true }

test('a fork that has not executed yet is told once it has', () => {
  let rows: readonly Row[] = [shell, { pid: 11, parent: 10, program: 7 }]
  const { asked, sent } = treeOf(() => rows)
  expect(sent).toEqual(['10'])
  asked.look()
  expect(sent).toEqual(['10'])
  rows = [shell, { pid: 11, parent: 10, program: 8 }]
  asked.look()
  asked.look()
  expect(sent).toEqual(['10', '11'])
})

test.for([{ sleeping: true }, { stopped: true }, { cpuTicks: 5 }])(
  'a fork that is no shell on its way to a command is told at once, and never again: %o',
  (settled) => {
    let rows: readonly Row[] = [shell, { pid: 11, parent: 10, program: 7, ...settled }]
    const { asked, sent } = treeOf(() => rows)
    expect(sent).toEqual(['10', '11'])
    rows = [shell, { pid: 11, parent: 10, program: 8 }]
    asked.look()
    expect(sent).toEqual(['10', '11'])
  },
)

test('who executes another program after the signal is not told again', () => {
  let rows: readonly Row[] = [shell]
  const { asked, sent } = treeOf(() => rows)
  rows = [{ ...shell, program: 9, sleeping: false }]
  asked.look()
  expect(sent).toEqual(['10'])
})

test('what a shell that died of the signal had just forked is told when it is found', () => {
  let rows: readonly Row[] = [shell]
  const { asked, sent } = treeOf(() => rows)
  rows = [{ pid: 12, parent: 1, program: 9, sleeping: true }]
  expect(asked.look().asked.map(({ pid }) => pid)).toEqual([12])
  expect(sent).toEqual(['10', '12'])
})

const busy: SignalState = { disposition: 'caught', pending: false, sleeping: false, switches: 1 }
const launched = { pid: 11, parent: 10, program: 8 }

test('what may have got the signal is told once, when nobody has been left to pass it on for its grace', () => {
  let rows: readonly Row[] = [{ ...shell, sleeping: false }, launched]
  const { asked, sent } = treeOf(
    () => rows,
    () => busy,
  )
  expect(sent).toEqual(['10'])
  asked.tellUnsure(asked.look().asked, 0)
  expect(sent).toEqual(['10'])
  rows = [{ ...launched, parent: 1 }]
  asked.tellUnsure(asked.look().asked, Infinity)
  expect(sent).toEqual(['10'])
  asked.tellUnsure(asked.look().asked, 0)
  asked.tellUnsure(asked.look().asked, 0)
  expect(sent).toEqual(['10', '11'])
})

test.for<{ shows: string; row?: Partial<Row>; state?: Partial<SignalState> }>([
  { shows: 'it executed another program since', row: { program: 9 } },
  { shows: 'it took off the handler', state: { disposition: 'default' } },
  { shows: 'it ignores further ones', state: { disposition: 'ignored' } },
  { shows: 'one waits to be taken', state: { pending: true } },
])('what shows that it got the signal is not told again: $shows', ({ row, state }) => {
  let rows: readonly Row[] = [{ ...shell, sleeping: false }, launched]
  let now = busy
  const { asked, sent } = treeOf(
    () => rows,
    () => now,
  )
  rows = [{ ...launched, parent: 1, ...row }]
  now = { ...busy, ...state }
  asked.tellUnsure(asked.look().asked, 0)
  expect(sent).toEqual(['10'])
})

test('after a take-over, too, what may have got the signal is told once, and what got it is not', () => {
  const passed = { pid: 12, parent: 1, program: 9 }
  const { asked, sent } = treeOf(
    () => [{ ...launched, parent: 1 }, passed],
    () => busy,
    [
      { pid: 10, startTime: 10 },
      { pid: 12, startTime: 12 },
    ],
  )
  asked.tellUnsure(asked.look().asked, Infinity)
  expect(sent).toEqual([])
  asked.tellUnsure(asked.look().asked, 0)
  asked.tellUnsure(asked.look().asked, 0)
  expect(sent).toEqual(['11'])
})
