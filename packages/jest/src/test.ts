import * as jest from '@jest/globals'
import { catalogProtocol, checkScopes, destructured, type Asked, type CatalogEntries } from '@curfew/core/runner'
import { bridgeKey, type Bridge } from './bridge.ts'
import { isGenerator } from './code-kinds.ts'
import type { BuiltInContext, CurfewTest } from './context-types.ts'
import { NotSetUpError, UnreadableTestError } from './errors.ts'

type Code = (...args: unknown[]) => unknown
/** A function of Jest's own that declares tests, with those that hang on it: `only`, `each` … */
type Native = Code & Readonly<Record<string, unknown>>

/**
 * `test` of Jest that a catalog of services can extend: `test.extend(services)`.
 *
 * What a test destructures is started, in parallel and along the graph, before its clock begins, and everything is stopped,
 * dependants first, when it ends: passed, failed, timed out or interrupted.
 */
export const test: CurfewTest<BuiltInContext, BuiltInContext> = withServices([])

function withServices(catalogs: readonly CatalogEntries[]): never {
  const declare = declaring(jest.test as unknown as Native, catalogs)
  const hook = (register: unknown, name: string): Code => {
    const declareHook: Code = (code, timeoutMs) => {
      const asked = askedBy(code as Code, 0, catalogs, `a hook (${name})`)
      const run = like(code, () => given(asked, (context) => (code as Code)(context)))
      return bridge().registering(asked, declareHook, () => (register as Code)(run, timeoutMs))
    }
    return declareHook
  }
  return Object.assign(declare, {
    extend: (catalog: unknown) => withServices([...catalogs, entriesOf(catalog)]),
    todo: jest.test.todo,
    beforeAll: hook(jest.beforeAll, 'beforeAll'),
    beforeEach: hook(jest.beforeEach, 'beforeEach'),
    afterEach: hook(jest.afterEach, 'afterEach'),
    afterAll: hook(jest.afterAll, 'afterAll'),
  }) as never
}

/** The same function of Jest, whose tests get services; and the same of all that hangs on it. */
function declaring(native: Native, catalogs: readonly CatalogEntries[]): Code {
  const declare: Code = (name, body, timeoutMs) => {
    // Jest itself says what is wrong.
    if (typeof body !== 'function') return native(name, body, timeoutMs)
    const asked = askedBy(body as Code, 0, catalogs, `test "${nameOf(name)}"`)
    const run = like(body, () => given(asked, (context) => (body as Code)(context)))
    return bridge().registering(asked, declare, () => native(name, run, timeoutMs))
  }
  const each = native['each'] as Code
  const declareEach: Code = (...table) => {
    const declareRows = each(...table) as Code
    const width = widthOf(table)
    const declareNamed: Code = (name, body, timeoutMs) => {
      if (typeof body !== 'function') return declareRows(name, body, timeoutMs)
      const asked = askedBy(body as Code, width, catalogs, `test "${nameOf(name)}"`)
      const run = like(body, (...row) =>
        given(asked, (context) => (body as Code)(...Array.from({ length: width }, (_, index) => row[index]), context)),
      )
      return bridge().registering(asked, declareNamed, () => declareRows(name, run, timeoutMs))
    }
    return declareNamed
  }
  const more = ['only', 'skip', 'failing', 'concurrent'].flatMap((name) => {
    const member = native[name]
    return typeof member === 'function' ? [[name, declaring(member as Native, catalogs)] as const] : []
  })
  return Object.assign(declare, { each: declareEach }, Object.fromEntries(more))
}

/** What code asks for by destructuring one of its parameters. @throws {UnreadableTestError} */
function askedBy(
  code: (...args: never) => unknown,
  parameter: number,
  catalogs: readonly CatalogEntries[],
  what: string,
): Asked {
  const { names, reason } = destructured(code, parameter)
  if (names === undefined) throw new UnreadableTestError(what, reason)
  return { catalogs, names }
}

/** The entries of a catalog that a test is extended with. @throws {ScopeNotSupportedError} and the errors of the catalog */
function entriesOf(catalog: unknown): CatalogEntries {
  const { entries } = catalogProtocol(catalog)
  checkScopes(entries, 'Jest')
  return entries
}

/** How many values a row has; those of a shorter one are `undefined`, so that the services have one place. */
function widthOf([table]: readonly unknown[]): number {
  const isTemplate = typeof table === 'object' && table !== null && 'raw' in table
  if (isTemplate || !Array.isArray(table) || !table.every((row) => Array.isArray(row))) return 1
  return Math.max(1, ...table.map((row) => row.length))
}

function given(asked: Asked, body: (context: unknown) => unknown): unknown {
  const context = bridge().contextOf(asked)
  return context === undefined ? undefined : body(context)
}

/** Jest runs generators step by step, and knows them by their kind of function. */
function like(body: unknown, run: Code): Code {
  if (!isGenerator(body)) return run
  return function* (...args) {
    const steps = run(...args) as Generator | undefined
    return steps && (yield* steps)
  }
}

function nameOf(name: unknown): string {
  return typeof name === 'function' ? name.name : String(name)
}

function bridge(): Bridge {
  const present = (globalThis as { [bridgeKey]?: Bridge })[bridgeKey]
  if (present === undefined) throw new NotSetUpError()
  return present
}
