import { expect, test } from 'vitest'
import { catalogProtocol } from '../../src/catalog/catalog-protocol.ts'
import { defineServices } from '../../src/catalog/catalog.ts'
import { WrongResultError } from '../../src/errors/catalog-errors.ts'
import { BadOptionError } from '../../src/errors/scope-errors.ts'
import { installEngine } from '../../src/engine-access.ts'
import type { Engine } from '../../src/engine-contract.ts'
import { localCluster } from '../../src/places/local/local-cluster.ts'
import { localNode } from '../../src/places/local/local-node.ts'
import type { Service } from '../../src/service/service.ts'
import { entriesOf, idle, untyped } from './some-catalog.ts'

test('each method returns a new catalog, and the one before stays as it was', () => {
  const empty = defineServices()
  const one = empty.service('db', idle)
  const two = one.service('api', ({ db }) => db)
  const other = one.service('admin', ({ db }) => db)
  expect([empty, one, two, other].map((catalog) => entriesOf(catalog).names)).toEqual([
    [],
    ['db'],
    ['db', 'api'],
    ['db', 'admin'],
  ])
})

test('catalogs that have a declaration in common have its entry in common', () => {
  const base = defineServices().service('db', idle)
  const [one, two] = [base.service('api', idle), base.service('admin', idle)]
  expect(entriesOf(one).get('db')).toBe(entriesOf(two).get('db'))
  expect(entriesOf(one).get('other')).toBeUndefined()
})

test('an entry tells its scope, what it needs, and how each became known', () => {
  const catalog = defineServices()
    .service('db', { scope: 'file', on: 'node' }, idle)
    .service('cache', { scope: 'run' as 'file' }, idle)
    .service(
      'api',
      { on: ({ cluster, cache }) => (cache ? cluster.nodes[1] : undefined) },
      // oxlint-disable-next-line typescript/no-useless-default-assignment -- how names are read is tested, not their use
      ({ db, cache: c = db, node }) => c ?? node,
    )
    .service('load', { needs: ['api', 'db'] }, ({ api }) => api)
  const entries = entriesOf(catalog)
  expect(entries.get('db')).toMatchObject({ scope: 'file', needs: ['node'], needKinds: { node: 'on' } })
  expect(entries.get('cache')).toMatchObject({ scope: 'run', needs: [], needKinds: {} })
  expect(entries.get('api')).toMatchObject({
    scope: 'test',
    needs: ['db', 'cache', 'node', 'cluster'],
    needKinds: { db: 'destructured', cache: 'destructured', node: 'destructured', cluster: 'on' },
  })
  expect(entries.get('load')).toMatchObject({ needs: ['api', 'db'], needKinds: { api: 'needs', db: 'needs' } })
})

test('a factory is given just what it destructures, or just what needs names', async () => {
  const given: Record<string, readonly string[]> = {}
  const all = { db: idle(), api: idle(), node: localNode() }
  const catalog = defineServices()
    .service('db', idle)
    .service('api', idle)
    .service('read', { on: 'node' }, function ({ db }) {
      given['read'] = Object.keys(arguments[0] as object)
      return db
    })
    .service('named', { needs: ['api', 'node'] }, (dependencies) => {
      given['named'] = Object.keys(dependencies)
      return dependencies.api
    })
  expect(entriesOf(catalog).get('read')?.create(all)).toBe(all.db)
  expect(entriesOf(catalog).get('named')?.create(all)).toBe(all.api)
  expect(given).toEqual({ read: ['db'], named: ['api', 'node'] })
})

test('a factory may be asynchronous, and what it throws is the cause of an error that names the service and both places', async () => {
  const made = idle()
  const failure = new Error('no database image')
  const catalog = defineServices()
    .service('later', async () => made)
    .service('never', (): Service => {
      throw failure
    })
    .service('rejects', async (): Promise<Service> => {
      throw failure
    })
  expect(await entriesOf(catalog).get('later')?.create({})).toBe(made)
  for (const name of ['never', 'rejects']) {
    let error: unknown
    try {
      await entriesOf(catalog).get(name)?.create({})
    } catch (thrown) {
      error = thrown
    }
    expect(error).toMatchObject({ code: 'CURFEW_LAUNCH', service: name, cause: failure })
    const { message, stack } = error as Error
    expect(message).toMatch(
      new RegExp(
        `^The factory of service "${name}" failed: no database image\n  Declared at  \\S*catalog.test.ts:\\d+`,
      ),
    )
    // Where it was thrown.
    expect(stack?.split('\n    at ')[1]).toBe(failure.stack?.split('\n    at ')[1])
  }
})

test.for<readonly [made: unknown, as: string]>([
  [undefined, 'undefined'],
  ['db', '"db"'],
  [new Map(), 'an object (Map)'],
  [Object.create(null), 'an object (without a prototype)'],
  [idle, 'a function'],
])('a factory that returns %s is refused, naming service and place', async ([made, as]) => {
  const catalog = untyped()
    .service('db', () => made)
    .service('later', async () => made)
  const expected = `The factory of service "db" has to return a service, but returned ${as}.`
  expect(() => entriesOf(catalog).get('db')?.create({})).toThrow(expected)
  await expect(entriesOf(catalog).get('later')?.create({})).rejects.toThrow(WrongResultError)
  await expect(entriesOf(catalog).get('later')?.create({})).rejects.toThrow(/Declared at .*catalog\.test\.ts:\d+:\d+/)
})

test('on tells the node or cluster, by name or by function, from its own dependencies only', () => {
  const [node, cluster, other] = [localNode(), localCluster({ size: 2 }), idle()]
  const catalog = untyped()
    .service('free', idle)
    .service('named', { on: 'node' }, idle)
    .service('second', { on: ({ cluster: own }: { cluster: typeof cluster }) => own.nodes[1] }, idle)
    .service('third', { on: ({ cluster: own }: { cluster: typeof cluster }) => own.nodes[2] }, idle)
    .service('wrong', { on: ({ other: own }: { other: Service }) => own }, idle)
    .service('other', idle)
  const on = (name: string) => entriesOf(catalog).get(name)?.on({ node, cluster, other })
  expect(on('free')).toBeUndefined()
  expect(on('named')).toBe(node)
  expect(on('second')).toBe(cluster.nodes[1])
  expect(() => on('third')).toThrow(
    'The "on" function of service "third" has to return a node or cluster, but returned undefined.',
  )
  expect(() => on('wrong')).toThrow('but returned a service that is neither.')
})

test('use adds the services of another catalog; what both have from a common one is there once', () => {
  const common = defineServices().service('db', idle)
  const merged = untyped(common.service('api', idle)).use(common.service('admin', idle))
  expect(entriesOf(merged).names).toEqual(['db', 'api', 'admin'])
  expect(entriesOf(defineServices().use(defineServices())).names).toEqual([])
})

test('use refuses what is no catalog', () => {
  expect(() => untyped().use({ db: idle })).toThrow(BadOptionError)
  expect(() => catalogProtocol(undefined)).toThrow('Expected a catalog, as defineServices() makes it; found undefined.')
})

test('a catalog of another copy of the package is as good as one of ours', async () => {
  const other = (await import(/* @vite-ignore */ copyOf('../../src/catalog/catalog.ts'))) as {
    defineServices: typeof defineServices
  }
  expect(other.defineServices).not.toBe(defineServices)
  const db = idle()
  const theirs = other.defineServices().service('db', () => db)
  const merged = defineServices()
    .use(theirs)
    .service('api', ({ db }) => db)
  expect(entriesOf(merged).names).toEqual(['db', 'api'])
  expect(entriesOf(merged).get('db')).toBe(entriesOf(theirs).get('db'))
})

test('no factory runs, and nothing is checked, before somebody asks for the entries', () => {
  let ran = false
  const catalog = untyped().service('', () => (ran = true))
  expect(() => entriesOf(catalog)).toThrow(BadOptionError)
  expect(ran).toBe(false)
})

test('start hands the checked entries and the names to the engine', async () => {
  const asked: unknown[] = []
  const startStack = async (...rest: readonly unknown[]) => (asked.push(...rest), 'the stack')
  const uninstall = installEngine({ protocol: 1, startStack } as unknown as Engine)
  try {
    const catalog = defineServices().service('db', idle).service('api', idle)
    expect(await catalog.start('api', 'node')).toBe('the stack')
    expect(asked).toEqual([entriesOf(catalog), ['api', 'node'], {}])
  } finally {
    uninstall()
  }
})

/** Another instance of a module: Vite makes one for each query. */
function copyOf(module: string): string {
  return `${module}?copy`
}
