import { expectTypeOf, test } from 'vitest'
import { defineServices, type Catalog, type ServicesOf, type WideScopesOf } from '../../src/catalog/catalog.ts'
import type { ScopeKind } from '../../src/catalog/entry.ts'
import type { Cluster } from '../../src/places/cluster.ts'
import type { Node } from '../../src/places/node.ts'
import { localNode } from '../../src/places/local/local-node.ts'
import type { Stack } from '../../src/scope/stack.ts'
import { processService, type ProcessService } from '../../src/service/process-service.ts'
import { TaskService, taskService } from '../../src/service/task-service.ts'

class Chaos extends TaskService {
  constructor(readonly target: ProcessService) {
    super()
  }
}

const server = () => processService({ command: 'server' })
const base = defineServices()
  .service('db', server)
  .service('api', ({ db }) => processService({ command: 'api', ports: ['http', 'admin'], env: { DB: db.url } }))
  .service('chaos', async ({ api, db }) => new Chaos(api.ports.admin > 0 ? db : db))

test('the type of each service is inferred, and written out flat', () => {
  expectTypeOf<ServicesOf<typeof base>>().toEqualTypeOf<{
    db: ProcessService
    api: ProcessService<'http' | 'admin'>
    chaos: Chaos
  }>()
  // oxlint-disable-next-line typescript/no-generated-empty-object-type -- none is what it has
  expectTypeOf<ServicesOf<Catalog<{}, {}>>>().toEqualTypeOf<{}>()
})

test('a factory is given the services before it, and the built-ins', () => {
  base.service('next', (dependencies) => {
    expectTypeOf(dependencies.chaos.target).toEqualTypeOf<ProcessService>()
    expectTypeOf(dependencies.node).toEqualTypeOf<Node>()
    expectTypeOf(dependencies.cluster).toEqualTypeOf<Cluster>()
    return dependencies.api
  })
})

test('a misspelt dependency does not compile', () => {
  // @ts-expect-error -- there is no dbb
  base.service('next', ({ dbb }) => server())
  defineServices()
    // @ts-expect-error -- a service that is declared later is not there yet
    .service('api', ({ db }) => server())
    .service('db', server)
})

test('a member that a dependency does not have does not compile', () => {
  // @ts-expect-error -- api has no port of that name
  base.service('next', ({ api }) => processService({ command: 'x', env: { P: `${api.ports.https}` } }))
})

test('a factory has to return a service', () => {
  // @ts-expect-error -- a number is none
  base.service('next', () => 3)
  // @ts-expect-error -- nor is a promise of a number
  base.service('next', async () => 3)
  // @ts-expect-error -- nothing is none either
  base.service('next', () => {})
})

test('a duplicate or reserved name does not compile', () => {
  // @ts-expect-error -- db is declared
  base.service('db', server)
  // @ts-expect-error -- also with options
  base.service('db', { scope: 'file' }, server)
  // @ts-expect-error -- reserved: of a test's context
  base.service('task', server)
  // @ts-expect-error -- reserved
  base.service('onTestFinished', server)
  // @ts-expect-error -- reserved: a built-in
  base.service('node', localNode)
  // @ts-expect-error -- reserved: would make a thenable of a stack
  base.service('then', server)
})

test('the scope of each wide service is known', () => {
  const wide = base.service('pool', { scope: 'file' }, server).service('cache', { scope: 'test' }, server)
  expectTypeOf<WideScopesOf<typeof wide>>().toEqualTypeOf<{ pool: 'file' }>()
  // oxlint-disable-next-line typescript/no-generated-empty-object-type -- none is what it has
  expectTypeOf<WideScopesOf<typeof base>>().toEqualTypeOf<{}>()
})

test('a service may need one of the same or a wider scope, and no narrower one', () => {
  const wide = defineServices()
    .service('file', { scope: 'file' }, ({ node }) => (expectTypeOf(node).toEqualTypeOf<Node>(), server()))
    .service('test', ({ file }) => taskService({ run: () => void file }))
    .service('sibling', { scope: 'file' }, ({ file }) => file)
  // @ts-expect-error -- test ends before file does
  wide.service('next', { scope: 'file' }, ({ test: own }) => own)
  // @ts-expect-error -- test ends before file does
  wide.service('next', { scope: 'file', needs: ['test'] }, server)
  // @ts-expect-error -- a wide service may not hang on what ends before it
  wide.service('place', localNode).service('next', { scope: 'file', on: 'place' }, server)
  // @ts-expect-error -- there is no such scope
  wide.service('next', { scope: 'suite' }, server)
  // @ts-expect-error -- there is no such scope yet
  wide.service('next', { scope: 'worker' }, server)
  // @ts-expect-error -- there is no such scope yet
  wide.service('next', { scope: 'run' }, server)
  expectTypeOf<ScopeKind>().toEqualTypeOf<'test' | 'file'>()
})

test('needs names all that a factory is given', () => {
  base.service('next', { needs: ['db', 'node'] }, (dependencies) => {
    expectTypeOf(dependencies).toEqualTypeOf<{ db: ProcessService; readonly node: Node }>()
    return dependencies.db
  })
  const bound: (given: { readonly db: ProcessService }) => ProcessService = server
  base.service('next', { needs: ['db'] }, bound)
  // @ts-expect-error -- there is no dbb
  base.service('next', { needs: ['dbb'] }, server)
  // @ts-expect-error -- api is not named
  base.service('next', { needs: ['db'] }, ({ api }) => api)
})

test('on is a node or cluster: its name, or a function of what may be needed', () => {
  const placed = base.service('place', () => localNode())
  placed.service('next', { on: 'node' }, server)
  placed.service('next', { on: 'cluster' }, server)
  placed.service('next', { on: 'place' }, server)
  placed.service('next', { on: ({ cluster }) => cluster.nodes[1] }, server)
  placed.service('next', { on: ({ place }) => (expectTypeOf(place).toEqualTypeOf<Node>(), place) }, ({ db }) => db)
  // @ts-expect-error -- db is neither
  placed.service('next', { on: 'db' }, server)
  // @ts-expect-error -- db is neither
  placed.service('next', { on: ({ db }) => db }, server)
  // @ts-expect-error -- there is no nodes
  placed.service('next', { on: ({ nodes }) => nodes }, server)
})

test('an option that there is not does not compile', () => {
  // @ts-expect-error -- the option is called scope
  base.service('next', { scop: 'file' }, server)
})

test('catalogs merge, with their scopes, unless both declare a name', () => {
  const merged = base.use(defineServices().service('pool', { scope: 'file' }, server))
  expectTypeOf<keyof ServicesOf<typeof merged>>().toEqualTypeOf<'db' | 'api' | 'chaos' | 'pool'>()
  expectTypeOf<WideScopesOf<typeof merged>>().toEqualTypeOf<{ pool: 'file' }>()
  merged.service('next', { scope: 'file' }, ({ pool }) => pool)
  // @ts-expect-error -- both declare db
  base.use(defineServices().service('db', server))
  // @ts-expect-error -- no catalog
  base.use({ pool: server })
})

test('a stack has the services that were named, and the built-ins', async () => {
  expectTypeOf(base.start('api', 'node')).toEqualTypeOf<
    Promise<Stack<Pick<ServicesOf<typeof base> & { readonly node: Node; readonly cluster: Cluster }, 'api' | 'node'>>>
  >()
  await using stack = await base.start('api')
  expectTypeOf(stack.api.ports).toEqualTypeOf<Readonly<Record<'http' | 'admin', number>>>()
  // @ts-expect-error -- db was not named
  void stack.db
  // @ts-expect-error -- there is no such service
  void base.start('dbb')
})
