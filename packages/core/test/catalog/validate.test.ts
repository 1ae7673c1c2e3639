import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  CatalogError,
  DependencyCycleError,
  DuplicateServiceError,
  ReservedNameError,
  ScopeMismatchError,
  UnknownDependencyError,
  UnreadableDependenciesError,
} from '../../src/errors/catalog-errors.ts'
import { BadOptionError } from '../../src/errors/scope-errors.ts'
import type { CurfewError } from '@curfew/protocol'
import { entriesOf, idle, untyped, type UntypedCatalog } from './some-catalog.ts'

/** The error of a catalog, its places cut down to the name of this file. */
function mistakes(catalog: UntypedCatalog): CurfewError {
  try {
    entriesOf(catalog)
  } catch (error) {
    return error as CurfewError
  }
  return expect.fail('nothing was refused')
}

function textOf(error: CurfewError): string {
  return error.message.replaceAll(/\S*validate\.test\.ts:\d+:\d+/g, 'validate.test.ts')
}

const needing = (...needs: readonly string[]) => ({ needs })

test('a name that is declared twice names both places', () => {
  const error = mistakes(untyped().service('db', idle).service('api', idle).service('db', idle))
  expect(error).toBeInstanceOf(DuplicateServiceError)
  expect(textOf(error)).toMatchInlineSnapshot(`
    "Service "db" is declared 2 times.
      Declared at  validate.test.ts
      Declared at  validate.test.ts
      To change    give each of them its own name"
  `)
  const [first, second] = (error as DuplicateServiceError).declaredAt
  expect(first).toMatchObject({ file: import.meta.filename })
  expect(first).not.toEqual({ ...second })
})

test('a name that two merged catalogs declare is refused like any other', () => {
  const error = mistakes(untyped().service('db', idle).use(untyped().service('db', idle)))
  expect(error).toMatchObject({ code: 'CURFEW_DUPLICATE_SERVICE', service: 'db' })
})

test('an unknown name says who needs it, how, what was meant and what there is', () => {
  const error = mistakes(
    untyped()
      .service('database', idle)
      .service('api', ({ databse }: never) => databse),
  )
  expect(error).toBeInstanceOf(UnknownDependencyError)
  expect(error).toMatchObject({ service: 'api', dependency: 'databse', suggestion: 'database' })
  expect(textOf(error)).toMatchInlineSnapshot(`
    "Service "api" needs "databse" (destructured), and there is no such service.
      Did you mean  "database"?
      Declared at   validate.test.ts
      There are     database, api, node, cluster"
  `)
})

test('a name that nothing is like is not guessed at', () => {
  const error = mistakes(untyped().service('api', needing('queue'), idle))
  expect(error).toMatchObject({ suggestion: undefined })
  expect(textOf(error)).toMatchInlineSnapshot(`
    "Service "api" needs "queue" (named in needs), and there is no such service.
      Declared at  validate.test.ts
      There are    api, node, cluster"
  `)
})

test('a service may need one that is declared after it', () => {
  const catalog = untyped().service('api', needing('db'), idle).service('db', idle)
  expect(entriesOf(catalog).names).toEqual(['api', 'db'])
})

test('a cycle names its members, how each needs the next, and where each was declared', () => {
  const catalog = untyped()
    .service('lone', ({ a }: never) => a)
    .service('a', ({ b }: never) => b)
    .service('b', needing('c'), idle)
    .service('c', { on: 'a' }, idle)
  const error = mistakes(catalog)
  expect(error).toBeInstanceOf(DependencyCycleError)
  expect(error).toMatchObject({ cycles: [['a', 'b', 'c']] })
  expect(textOf(error)).toMatchInlineSnapshot(`
    "Services need each other in a cycle: a → b → c → a
      a  needs b (destructured), declared at validate.test.ts
      b  needs c (named in needs), declared at validate.test.ts
      c  needs a (for on), declared at validate.test.ts"
  `)
})

test('a service that needs itself is the shortest cycle', () => {
  expect(textOf(mistakes(untyped().service('a', ({ a }: never) => a)))).toMatchInlineSnapshot(`
    "Service "a" needs itself.
      a  needs a (destructured), declared at validate.test.ts"
  `)
})

test('a wide service that needs a narrow one names both scopes and places', () => {
  const error = mistakes(
    untyped()
      .service('db', { scope: 'file' }, idle)
      .service('pool', { scope: 'run' }, ({ db }: never) => db),
  )
  expect(error).toBeInstanceOf(ScopeMismatchError)
  expect(error).toMatchObject({ service: 'pool', dependency: 'db' })
  expect(textOf(error)).toMatchInlineSnapshot(`
    "Service "pool" of scope "run" needs "db" of scope "file", which ends before it.
      pool       scope run, declared at validate.test.ts
      db         scope file, declared at validate.test.ts
      To change  scope: 'run' on db, or scope: 'file' on pool"
  `)
})

test.for(['test', 'file', 'worker', 'run'])('the built-ins may be needed in scope %s', (scope) => {
  const catalog = untyped().service('db', { scope, on: 'node' }, ({ cluster }: never) => cluster)
  expect(entriesOf(catalog).get('db')?.needs).toEqual(['cluster', 'node'])
})

test.for(['task', 'node', 'services', 'then', '__proto__', 'onTestFinished', 'bench'])(
  'the name %s is reserved',
  (name) => {
    const error = mistakes(untyped().service(name, idle))
    expect(error).toBeInstanceOf(ReservedNameError)
    expect(textOf(error)).toContain(
      `A service cannot be named "${name}": the name is reserved.\n  Declared at  validate.test.ts\n`,
    )
  },
)

test.for(['', 'two words', '../up', '1st', 7, undefined, Symbol('s')])('%s is no name', (name) => {
  const error = mistakes(untyped().service(name, idle))
  expect(error).toBeInstanceOf(BadOptionError)
  expect(textOf(error)).toContain('has to be an identifier')
})

test.for(['db', 'my-db', 'db.main', '$db', '_db2', 'größe', 'データベース'])('%s is a name', (name) => {
  expect(entriesOf(untyped().service(name, idle)).names).toEqual([name])
})

test.for<readonly [options: unknown, text: string]>([
  [{ scope: 'tset' }, 'Option "scope" of service "db" has to be one of test, file, worker, run, but is "tset".'],
  [{ needs: 'api' }, 'Option "needs" of service "db" has to be a list of names of services, but is "api".'],
  [{ needs: [1] }, 'Option "needs" of service "db" has to be a list of names of services, but is [1].'],
  [{ on: 3 }, 'Option "on" of service "db" has to be the name of a node or cluster, or a function that returns one'],
  [{ need: [] }, 'Option "need" of service "db" has to be "needs", but is "need".'],
  [{ port: 1 }, 'Option "port" of service "db" has to be left out (options: scope, needs, on), but is "port".'],
  [null, 'The second argument of service "db" has to be an object of options, or the factory, but is null.'],
])('options %o are refused', ([options, text]) => {
  const error = mistakes(untyped().service('db', options, idle))
  expect(error).toBeInstanceOf(BadOptionError)
  expect(error.message).toContain(text)
})

test('a factory that is none is refused', () => {
  expect(mistakes(untyped().service('db', {}, 'redis-server')).message).toContain(
    'The factory of service "db" has to be a function that returns a service, but is "redis-server".',
  )
})

test('a factory whose needs cannot be read says why, where and what to do; needs makes it good', () => {
  const maker = { make: ({ db }: never) => db }
  const bound = Reflect.apply(Function.prototype.bind, maker.make, [maker]) as () => unknown
  const base = untyped().service('db', idle)
  const error = mistakes(base.service('api', bound))
  expect(error).toBeInstanceOf(UnreadableDependenciesError)
  expect(textOf(error)).toMatchInlineSnapshot(`
    "What the factory of service "api" needs cannot be read: it is bound, native or a proxy, and has no source.
      Declared at  validate.test.ts
      To change    destructure its parameter, e.g. ({ db }) => …, or name what it needs: .service('api', { needs: ['db'] }, …)"
  `)
  expect(entriesOf(base.service('api', { needs: ['db'] }, bound)).get('api')?.needs).toEqual(['db'])
})

test('an on function that cannot be read is refused as well', () => {
  const error = mistakes(untyped().service('api', { on: (all: { cluster: unknown }) => Object.values(all)[0] }, idle))
  expect(textOf(error)).toMatchInlineSnapshot(`
    "What the "on" function of service "api" needs cannot be read: its parameter "all" is used as a whole, and not only destructured.
      Declared at  validate.test.ts
      To change    destructure its parameter, e.g. on: ({ cluster }) => cluster.nodes[0], or name a service, e.g. on: 'node'"
  `)
})

test('all mistakes are told at once, each as an error of its own', () => {
  const catalog = untyped()
    .service('db', idle)
    .service('db', idle)
    .service('task', idle)
    .service('api', ({ dbb, ...rest }: Readonly<Record<string, unknown>>) => [dbb, rest])
    .service('load', { scope: 'file' }, ({ db, apii }: never) => [db, apii])
    .service('a', needing('b'), idle)
    .service('b', needing('a'), idle)
    .service('x', needing('x'), idle)
    .service('bad', { scope: 1 }, idle)
    .service('user', needing('bad', 'task'), idle)
  const error = mistakes(catalog) as CatalogError
  expect(error).toBeInstanceOf(CatalogError)
  expect(error.errors.map(({ code }) => code)).toEqual([
    'CURFEW_RESERVED_NAME',
    'CURFEW_UNREADABLE_DEPENDENCIES',
    'CURFEW_BAD_OPTION',
    'CURFEW_DUPLICATE_SERVICE',
    'CURFEW_UNKNOWN_DEPENDENCY',
    'CURFEW_SCOPE_MISMATCH',
    'CURFEW_DEPENDENCY_CYCLE',
    'CURFEW_DEPENDENCY_CYCLE',
  ])
  for (const one of error.errors) expect(error.message).toContain(one.message.split('\n')[0])
  expect(error.message.split('\n')[0]).toBe('The catalog has 8 mistakes; nothing was started.')
})

test('the same mistakes are told each time somebody asks', () => {
  const catalog = untyped().service('a', needing('b'), idle)
  expect(mistakes(catalog).message).toBe(mistakes(catalog).message)
})

test('any catalog is either refused, or in it everybody finds what it needs in a scope that lasts', () => {
  const scopes = ['test', 'file', 'worker', 'run']
  const declarations = fc.array(
    fc.record({
      name: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      scope: fc.constantFrom(...scopes),
      needs: fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'node'), { maxLength: 2 }),
    }),
    { maxLength: 6 },
  )
  let accepted = 0
  fc.assert(
    fc.property(declarations, (all) => {
      let catalog = untyped()
      for (const { name, scope, needs } of all) catalog = catalog.service(name, { scope, needs }, idle)
      let entries
      try {
        entries = entriesOf(catalog)
      } catch {
        return
      }
      accepted++
      expect(entries.names).toEqual(all.map(({ name }) => name))
      const settled = new Set<string>(['node'])
      for (let round = 0; round < all.length; round++) {
        for (const { name, needs } of all) if (needs.every((need) => settled.has(need))) settled.add(name)
      }
      for (const { name, scope, needs } of all) {
        expect(settled).toContain(name)
        for (const need of needs) {
          if (need !== 'node')
            expect(scopes.indexOf(entries.get(need)!.scope)).toBeGreaterThanOrEqual(scopes.indexOf(scope))
        }
      }
    }),
    { numRuns: 400 },
  )
  expect(accepted).toBeGreaterThan(20)
})
