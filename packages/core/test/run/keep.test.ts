import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CatalogEntry, ScopeKind } from '../../src/catalog/entry.ts'
import { createEngine } from '../../src/engine/engine.ts'
import { installEngine } from '../../src/engine-access.ts'
import type { Engine } from '../../src/engine-contract.ts'
import { processService } from '../../src/index.ts'
import { journalFault } from '@curfew/protocol/journal'
import type { JournalEntry, ProcessHost } from '@curfew/protocol'
import { newRun } from '../../src/run/run-context.ts'
import type { Runtime, RuntimeEnd, RuntimeExit } from '../../src/runtime/runtime.ts'
import { TempDirectories } from '../../src/scope/temp-directories.ts'

let root: string
let uninstall: (() => void) | undefined
const written: JournalEntry[] = []
const asked: string[] = []

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'curfew-keep-'))
  written.length = 0
  asked.length = 0
})

afterEach(() => {
  uninstall?.()
  rmSync(root, { recursive: true, force: true })
})

/** A process that runs until it is asked to stop. */
function running(name: string): Runtime {
  const exited = Promise.withResolvers<RuntimeExit>()
  const gone = Promise.withResolvers<RuntimeEnd>()
  const over = (): void => {
    asked.push(name)
    exited.resolve({ code: 0, signal: null })
    gone.resolve({ gone: true, left: [], suspects: [] })
  }
  return {
    launch: async () => {},
    exited: exited.promise,
    gone: gone.promise,
    terminate: over,
    kill: over,
    isAlive: () => true,
    refresh: async () => true,
    isCleanStop: () => true,
    target: {
      host: '127.0.0.1',
      port: 4711,
      ports: { main: 4711 },
      onLine: () => () => {},
      onMessage: () => () => {},
      portHolder: async () => undefined,
    },
    lastLines: async () => [],
    describe: () => 'pid 4711',
    pid: 4711,
  }
}

function makeEngine(keep: ProcessHost['keep']): Engine {
  const processHost = {
    record: (entry: JournalEntry) => void written.push(entry),
    keep,
    leaks: async () => [],
    onComplaint: () => () => {},
    onDoomed: () => () => {},
    close: async () => {},
  } as unknown as ProcessHost
  const engine = createEngine({
    settings: { debugging: false, keepOnFailure: true, run: newRun({ root, worker: 'w1' }) },
    connect: async () => processHost,
    kit: { process: (options) => running(options.name ?? '') },
  })
  uninstall = installEngine(engine)
  void engine.prewarm()
  return engine
}

const keepAll: ProcessHost['keep'] = async (ids) => ids.map((id) => ({ id, pid: 4711, group: 4711 }))

function catalog(parts: Readonly<Record<string, { scope: ScopeKind; needs?: readonly string[] }>>) {
  const byName = new Map(
    Object.entries(parts).map(([name, { scope, needs = [] }]): [string, CatalogEntry] => [
      name,
      {
        name,
        scope,
        needs,
        needKinds: {},
        declaredAt: undefined,
        on: () => undefined,
        create: () => processService({ name, command: name }),
      },
    ]),
  )
  return { get: (name: string) => byName.get(name), names: [...byName.keys()] }
}

test('a kept service is neither stopped nor failed: it has a state, an ending and an entry of its own', async () => {
  const engine = makeEngine(keepAll)
  const scope = engine.openScope({ kind: 'test', name: 'one' })
  const [db] = await scope.start(catalog({ db: { scope: 'test' } }), ['db'])
  const steps: string[] = []
  scope.onTransition(({ from, event, to }) => steps.push(`${from} ${event} ${to}`))
  scope.onCleanup(() => void steps.push('cleanup'))
  const directory = scope.tempDir()
  scope.keep()
  const verdict = await scope.close()

  expect(asked).toEqual([])
  expect(steps).toEqual(['running keep kept'])
  expect(existsSync(directory)).toBe(true)
  expect(verdict.errors).toEqual([])
  expect(verdict.stopOrder).toEqual([])
  expect(verdict.kept).toMatchObject([
    { name: 'db', pid: 4711, host: '127.0.0.1', ports: { main: 4711 }, stopCommand: 'kill -- -4711' },
  ])
  expect(verdict.services).toMatchObject([{ state: 'kept', outcome: { how: 'kept', gone: false, left: ['pid 4711'] } }])
  expect([db?.isAlive(), db?.isServiceAlive()]).toEqual([true, false])
  await db?.stop()
  expect(asked).toEqual([])
  expect(await db?.waitTillStopped(100)).toBe(db?.outcome)
  const ended = written.filter(({ event }) => event === 'service-ended')
  expect(ended).toHaveLength(1)
  expect(written.map(journalFault).filter((fault) => fault !== undefined)).toEqual([])
})

test.for([
  ['has ended meanwhile', async () => []],
  ['cannot be kept', () => Promise.reject(new Error('the supervisor is gone'))],
] as const)('a service that %s is stopped like any other', async ([, keep]) => {
  const engine = makeEngine(keep)
  const scope = engine.openScope({ kind: 'test', name: 'one' })
  await scope.start(catalog({ db: { scope: 'test' } }), ['db'])
  scope.keep()
  const verdict = await scope.close()
  expect(asked).toEqual(['db'])
  expect(verdict).toMatchObject({ kept: [], stopOrder: ['db'], services: [{ state: 'stopped' }] })
})

test('what a kept service needs of a wider scope is kept as well, and nothing else of that scope', async () => {
  const engine = makeEngine(keepAll)
  const file = engine.openScope({ kind: 'file', name: 'a.test.ts' })
  const entries = catalog({
    store: { scope: 'file' },
    other: { scope: 'file' },
    api: { scope: 'test', needs: ['store'] },
  })
  await file.start(entries, ['other'])
  const scope = engine.openScope({ kind: 'test', name: 'one', parent: file })
  await scope.start(entries, ['api'])
  scope.keep()
  expect((await scope.close()).kept.map(({ name }) => name)).toEqual(['api'])
  expect((await file.close()).kept.map(({ name }) => name)).toEqual(['store'])
  expect(asked).toEqual(['other'])
})

test('a temporary directory is removed with all that is in it; one that cannot be is told with its line', async () => {
  const engine = makeEngine(keepAll)
  const scope = engine.openScope({ kind: 'test', name: 'one' })
  const directory = scope.tempDir()
  writeFileSync(join(directory, 'data'), 'x')
  expect(directory.startsWith(join(root, '.curfew'))).toBe(true)
  expect((await scope.close()).errors).toEqual([])
  expect(existsSync(directory)).toBe(false)

  const directories = new TempDirectories()
  // Nobody can remove it, not even root.
  directories.add('/proc/version')
  expect(await directories.remove()).toEqual([
    expect.objectContaining({
      kind: 'directory',
      what: '/proc/version',
      createdAt: expect.stringContaining('keep.test.ts'),
    }),
  ])
})
