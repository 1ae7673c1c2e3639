import { defineServices, taskService, TaskService, type Cluster, type Node, type ServiceList } from '@curfew/core'
import { expectTypeOf, test as plain } from 'vitest'
import { test as base, withServices } from '../../src/index.ts'

class Database extends TaskService {
  readonly address = 'here'
}

const services = defineServices()
  .service('db', { scope: 'file' }, () => new Database())
  .service('api', ({ db }) => taskService({ run: () => void db.address }))

const test = base.extend(services)

test('a test has its services, typed, and what every test has', async ({
  db,
  api,
  services: list,
  scope,
  node,
  cluster,
  task,
  signal,
  expect,
}) => {
  expectTypeOf(db).toEqualTypeOf<Database>()
  expectTypeOf(api).toEqualTypeOf<TaskService>()
  expectTypeOf(list).toEqualTypeOf<ServiceList>()
  expectTypeOf(node).toEqualTypeOf<Node>()
  expectTypeOf(cluster).toEqualTypeOf<Cluster>()
  expectTypeOf(task.name).toBeString()
  expectTypeOf(signal).toEqualTypeOf<AbortSignal>()
  expect(await scope.get('db')).toBe(db)
  expectTypeOf(await scope.get('db')).toEqualTypeOf<Database>()
  expectTypeOf(await scope.get('cluster')).toEqualTypeOf<Cluster>()
  // @ts-expect-error misspelt
  await scope.get('bd')
  // @ts-expect-error the engine's own
  scope.close()
})

// @ts-expect-error misspelt
test('a misspelt service is an error', ({ apo }) => apo)

test.beforeEach(({ api, services: list, task }) => {
  expectTypeOf(api).toEqualTypeOf<TaskService>()
  expectTypeOf(list).toEqualTypeOf<ServiceList>()
  expectTypeOf(task.name).toBeString()
})

test.beforeAll(({ db }) => {
  expectTypeOf(db).toEqualTypeOf<Database>()
})

// @ts-expect-error a service of each test, in a hook of the whole file
test.beforeAll(({ api }) => api)

// @ts-expect-error belongs to each test
base.afterAll(({ scope }) => scope)

test.for([1, 2])('modifiers keep the types', (value, { db }) => {
  expectTypeOf(value).toEqualTypeOf<number>()
  expectTypeOf(db).toEqualTypeOf<Database>()
})

test.only.concurrent('modifiers keep the types', { retry: 1 }, ({ api }) => {
  expectTypeOf(api).toEqualTypeOf<TaskService>()
})

test.skipIf(true)('modifiers keep the types', ({ api }) => {
  expectTypeOf(api).toEqualTypeOf<TaskService>()
})

// @ts-expect-error no such option
test('options are those of Vitest', { retires: 1 }, () => {})

const withNative = base
  // oxlint-disable-next-line no-empty-pattern -- Vitest insists on a pattern
  .extend<{ name: string }>({ name: async ({}, use) => use('a name') })
  .extend(services)
  .extend('client', ({ db, name }, { onCleanup }) => {
    expectTypeOf(name).toEqualTypeOf<string>()
    onCleanup(() => {})
    return { address: db.address }
  })
  .extend('shared', { scope: 'file' }, ({ db }) => db.address.length)
  .extend<{ wrapped: number }>({ wrapped: [async ({ client }, use) => use(client.address.length), { auto: true }] })
  .extend('constant', 7)

withNative(
  'native fixtures use services, before and after',
  ({ name, db, client, shared, wrapped, constant, scope }) => {
    expectTypeOf(name).toEqualTypeOf<string>()
    expectTypeOf(db).toEqualTypeOf<Database>()
    expectTypeOf(client).toEqualTypeOf<{ address: string }>()
    expectTypeOf(shared).toEqualTypeOf<number>()
    expectTypeOf(wrapped).toEqualTypeOf<number>()
    expectTypeOf(constant).toEqualTypeOf<number>()
    expectTypeOf(scope.get('api')).toEqualTypeOf<Promise<TaskService>>()
  },
)

withNative.beforeAll(({ db, shared }) => {
  expectTypeOf(db).toEqualTypeOf<Database>()
  expectTypeOf(shared).toEqualTypeOf<number>()
})

// @ts-expect-error a service of each test, in a fixture of the whole file
test.extend('wide', { scope: 'file' }, ({ api }) => api)

const theirs = plain.extend('whose', () => 'theirs')
const ours = withServices(theirs, services)

ours('a test that was extended elsewhere', ({ whose, db, services: list }) => {
  expectTypeOf(whose).toEqualTypeOf<string>()
  expectTypeOf(db).toEqualTypeOf<Database>()
  expectTypeOf(list).toEqualTypeOf<ServiceList>()
})

// @ts-expect-error no catalog
withServices(theirs, { db: new Database() })
