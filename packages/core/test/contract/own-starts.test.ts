import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { Worker } from 'node:worker_threads'
import { createEngine } from '../../src/engine/engine.ts'
import type { Engine } from '../../src/engine-contract.ts'
import type { Scope } from '../../src/scope/scope.ts'
import type { Verdict } from '../../src/scope/verdict.ts'
import { VirtualClock } from '@curfew/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'

let clock: VirtualClock
let engine: Engine
let children: ChildProcess[]

beforeEach(() => {
  clock = new VirtualClock()
  engine = createEngine({ clock })
  children = []
})

afterEach(async () => {
  for (const child of children) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    await exited
  }
})

const open = (kind: 'file' | 'test', name: string, parent?: Scope): Scope => engine.openScope({ kind, name, parent })

const sleeper = (command: string = process.execPath): ChildProcess => {
  const child = spawn(command, ['-e', 'setInterval(() => {}, 1000)', '--', '--service=1'], { stdio: 'ignore' })
  children.push(child)
  return child
}

/** Closes a scope, and lets all of the time pass in which what it left may end. */
const closed = (scope: Scope): Promise<Verdict> => clock.until(scope.close())
const messages = ({ errors }: Verdict): string[] => errors.map(({ message }) => message)

test('a child that a scope started and left is told with its pid and its line, and left alone', async () => {
  const scope = open('test', 'leaves')
  const child = scope.run(() => sleeper())
  expect(messages(await closed(scope))).toEqual([
    expect.stringMatching(
      new RegExp(
        `process +pid ${child.pid} .*started at .*own-starts\\.test\\.ts:\\d+:\\d+: left alone, since it is no service`,
      ),
    ),
  ])
  expect(child.exitCode ?? child.signalCode).toBe(null)
})

test('what was told to end may take until then; no time has to pass', async () => {
  const scope = open('test', 'ends it')
  scope.run(() => {
    sleeper().kill('SIGKILL')
    void new Worker('setInterval(() => {}, 1000)', { eval: true }).terminate()
    spawn('/no/such/program').on('error', () => {})
  })
  // The clock stands still: it closes when both have ended.
  expect(messages(await scope.close())).toEqual([])
})

test('what code of a test that is over starts is of the next wider scope', async () => {
  const file = open('file', 'a.test.ts')
  const over = open('test', 'over', file)
  const late = over.run(() => clock.sleep(1_000).then(() => sleeper()))
  expect(messages(await over.close())).toEqual([])
  await clock.advance(1_000)
  const { pid } = await late
  expect(messages(await closed(file))).toEqual([
    expect.stringContaining(`file "a.test.ts" started outlived it:\n  process    pid ${pid}`),
  ])
})

test('where it cannot be told whose code it was, the tests that ran are named together', async () => {
  const scopes = [open('test', 'one'), open('test', 'two')]
  sleeper()
  for (const scope of scopes) {
    expect(messages(await closed(scope))).toEqual([
      expect.stringContaining('started by one of the tests "one", "two", which ran at that time'),
    ])
  }
})

test('nothing is noted of what the engine starts, of a scope that is closed, and with leaks off', async () => {
  const connecting = createEngine({
    clock,
    connect: async () => {
      sleeper()
      throw new Error('no port')
    },
    openLog: () => Promise.reject(new Error('no log')),
  })
  const scope = connecting.openScope({ kind: 'test', name: 'prewarms' })
  await scope.run(() => connecting.prewarm())
  expect(children).toHaveLength(1)
  expect(messages(await scope.close())).toEqual([])

  sleeper()
  const later = open('test', 'later')
  expect(messages(await later.close())).toEqual([])

  engine.configure({ leaks: 'off' })
  const off = open('test', 'off')
  off.run(() => sleeper())
  expect(messages(await off.close())).toEqual([])
})

test('the process that esbuild keeps for all who build is no leak; any other of that name is', async () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'curfew-own-starts-'))
  try {
    const esbuild = path.join(dir, 'esbuild')
    symlinkSync(process.execPath, esbuild)
    const scope = open('test', 'builds')
    scope.run(() => sleeper(esbuild))
    expect(messages(await scope.close())).toEqual([])

    const other = path.join(dir, 'other')
    symlinkSync(process.execPath, other)
    const second = open('test', 'builds otherwise')
    second.run(() => sleeper(other))
    expect(messages(await closed(second))).toHaveLength(1)
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
})
