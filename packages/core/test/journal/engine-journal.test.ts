import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import type { CatalogEntry } from '../../src/catalog/entry.ts'
import { createEngine } from '../../src/engine/engine.ts'
import { installEngine } from '../../src/engine-access.ts'
import { taskService } from '../../src/index.ts'
import { journalFault } from '@curfew/protocol/journal'
import type { JournalEntry, ProcessHost } from '@curfew/protocol'
import { newRun } from '../../src/run/run-context.ts'

const root = mkdtempSync(join(tmpdir(), 'curfew-engine-'))
let uninstall: (() => void) | undefined

afterEach(() => {
  uninstall?.()
  rmSync(root, { recursive: true, force: true })
})

function entry(name: string, needs: readonly string[] = []): CatalogEntry {
  return {
    name,
    scope: 'test',
    needs,
    needKinds: {},
    declaredAt: undefined,
    on: () => undefined,
    create: () =>
      taskService({
        run: async ({ signal, log }) => {
          log.info({ service: 'not mine' }, `${name} runs`)
          await new Promise<void>((resolve) => {
            signal.addEventListener('abort', () => resolve())
          })
          log.info(`${name} is asked to stop`)
        },
      }),
  }
}

test('a scope with services is in the journal from its opening on, though the supervisor came later, and its logs are complete', async () => {
  const written: JournalEntry[] = []
  const processHost = {
    record: (each: JournalEntry) => void written.push(each),
    onDoomed: () => () => {},
    onComplaint: () => () => {},
    close: async () => {},
  } as unknown as ProcessHost
  const run = newRun({ root, worker: 'w1' })
  const engine = createEngine({ settings: { debugging: false, run }, connect: async () => processHost })
  uninstall = installEngine(engine)
  const byName = new Map([entry('db'), entry('api', ['db'])].map((each) => [each.name, each]))
  const entries = { get: (name: string) => byName.get(name), names: [...byName.keys()] }

  const empty = engine.openScope({ kind: 'test', name: 'without services' })
  await empty.close()
  const scope = engine.openScope({
    kind: 'test',
    name: 'orders',
    owner: { file: 'a.test.ts', test: 'orders', attempt: 2 },
  })
  await scope.start(entries, ['api'])
  await engine.connection.open()
  expect((await scope.close()).warnings).toEqual([])

  for (const each of written) expect(journalFault(JSON.parse(JSON.stringify(each)))).toBeUndefined()
  expect(written.map(({ event, service, name }) => `${event} ${String(service ?? name)}`)).toEqual([
    'scope-opened orders',
    'service-declared db',
    'service-starting db',
    'service-running db',
    'service-declared api',
    'service-starting api',
    'service-running api',
    'service-stopping api',
    'service-ended api',
    'service-stopping db',
    'service-ended db',
    'scope-closed orders',
  ])
  const declared = written.filter((each) => each.event === 'service-declared')
  expect(declared[1]).toMatchObject({ needs: [declared[0]!['id']], runtime: 'task' })

  const services = join(run.directory, 'services')
  expect(readdirSync(services).toSorted()).toEqual(['w1-0001-db', 'w1-0002-api'])
  const records = readFileSync(join(services, 'w1-0002-api', 'records.ndjson'), 'utf8')
  expect(
    records
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual([
    expect.objectContaining({
      msg: 'api runs',
      run: run.run,
      worker: 'w1',
      file: 'a.test.ts',
      test: 'orders',
      attempt: 2,
      service: 'api',
      own: { service: 'not mine' },
      node: null,
      cluster: null,
      runtime: 'task',
    }),
    expect.objectContaining({ msg: 'api is asked to stop' }),
  ])
})

test('an edge that is found when its dependant runs is written at once, with all that the dependency needs', async () => {
  const written: JournalEntry[] = []
  const processHost = {
    record: (each: JournalEntry) => void written.push(each),
    onDoomed: () => () => {},
    onComplaint: () => () => {},
    close: async () => {},
  } as unknown as ProcessHost
  const run = newRun({ root, worker: 'w1' })
  const engine = createEngine({ settings: { debugging: false, run }, connect: async () => processHost })
  uninstall = installEngine(engine)
  const scope = engine.openScope({ kind: 'test', name: 'late' })
  const found = Promise.withResolvers<void>()
  const asking: CatalogEntry = {
    ...entry('asking'),
    create: () =>
      taskService({
        run: async ({ sleep }) => {
          await scope.get('api')
          found.resolve()
          await sleep(1_000_000)
        },
      }),
  }
  const byName = new Map([entry('db'), entry('api', ['db']), asking].map((each) => [each.name, each]))
  const entries = { get: (name: string) => byName.get(name), names: [...byName.keys()] }
  await engine.connection.open()
  await scope.start(entries, ['asking'])
  await found.promise
  const idOf = (name: string) => written.find((each) => each['service'] === name)?.['id']
  expect(written.filter(({ event }) => event === 'service-needs')).toEqual([
    expect.objectContaining({ id: idOf('asking'), service: 'asking', needs: [idOf('api'), idOf('db')] }),
  ])
  await scope.close()
})
