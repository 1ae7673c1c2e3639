import { defineServices, taskService, type Cluster, type Node, type ServiceList, type TaskService } from '@curfew/core'
import { test as base } from '@curfew/jest'
import { expectTypeOf } from 'vitest'

const idle = () => taskService({ run() {} })
const test = base.extend(
  defineServices()
    .service('db', { scope: 'file' }, idle)
    .service('api', ({ db }) => (void db, idle())),
)

test('a test has its services, and what every test has', async ({
  db,
  api,
  services,
  scope,
  node,
  cluster,
  signal,
}) => {
  expectTypeOf(db).toEqualTypeOf<TaskService>()
  expectTypeOf(api).toEqualTypeOf<TaskService>()
  expectTypeOf(services).toEqualTypeOf<ServiceList>()
  expectTypeOf(node).toEqualTypeOf<Node>()
  expectTypeOf(cluster).toEqualTypeOf<Cluster>()
  expectTypeOf(signal).toEqualTypeOf<AbortSignal>()
  expectTypeOf(await scope.get('db')).toEqualTypeOf<TaskService>()
  expectTypeOf(await scope.get('cluster')).toEqualTypeOf<Cluster>()
  // @ts-expect-error -- misspelt
  await scope.get('bd')
})

// @ts-expect-error -- a misspelt service
test('misspelt', ({ dbb }) => void dbb)
// @ts-expect-error -- it was not extended
base('not extended', ({ db }) => void db)

test.beforeAll(({ db }) => void db)
// @ts-expect-error -- a service of each test is not there for the hooks of the file
test.beforeAll(({ api }) => void api)
test.beforeEach(({ api }) => void api)
test.afterEach(async ({ api }) => {
  await api.stop()
})

test.each([
  [1, 'a'],
  [2, 'b'],
])('rows', (value, name, { api }) => {
  expectTypeOf(value).toExtend<string | number>()
  expectTypeOf(name).toExtend<string | number>()
  expectTypeOf(api).toEqualTypeOf<TaskService>()
})
test.only.each([{ id: 1 }])('values', (row, { api }) => {
  expectTypeOf(row.id).toEqualTypeOf<number>()
  expectTypeOf(api).toEqualTypeOf<TaskService>()
})
test('a generator', function* ({ api }) {
  yield api.stop()
})
test.failing('failing', async ({ api }) => void api)
test.skip.failing('skipped', ({ api }) => void api)
test.concurrent.only('concurrent', async ({ api }) => void api, 1000)
test.todo('later')
// @ts-expect-error -- neither a promise nor nothing
test('returns a value', ({ api }) => api.state)
