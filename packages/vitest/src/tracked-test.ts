import { catalogProtocol, isCatalog } from '@curfew/core/runner'
import { aroundAll, TestRunner } from 'vitest'
import { bridge } from './bridge.ts'
import { handedLiving } from './living.ts'
import { declaredFixtures, withLivingServices } from './native-fixtures.ts'
import { layer, namesOf, type Asker, type Layer } from './needs.ts'
import { serviceFixtures, startForFile } from './service-fixtures.ts'

type Callable = (...args: unknown[]) => unknown
export type NativeTest = Callable & Readonly<Record<string | symbol, unknown>>

/**
 * A `test` of Vitest, whole and unchanged, that also remembers which services each of its tests and hooks will need: they
 * are started, in parallel, before the clock of the test begins.
 */
export function tracked(native: NativeTest, top: Layer): NativeTest {
  const proxy: NativeTest = new Proxy(native, {
    apply: (target, self, args) =>
      recordTests(top, bodyOf(args, 0), () => Reflect.apply<unknown, unknown[], unknown>(target, self, args)),
    get(target, key) {
      const value = Reflect.get(target, key)
      if (typeof value !== 'function') return value
      const call = (...args: unknown[]): unknown => Reflect.apply(value, target, args)
      const wrap = typeof key === 'string' ? wrappers[key] : undefined
      if (wrap !== undefined) return (...args: unknown[]) => wrap({ top, call, proxy }, args)
      return isTest(value) ? tracked(value, top) : value
    },
  })
  return proxy
}

interface Wrapped {
  readonly top: Layer
  readonly call: Callable
  readonly proxy: NativeTest
}

const wrappers: Readonly<Record<string, (wrapped: Wrapped, args: readonly unknown[]) => unknown>> = {
  extend: ({ top, call }, args) => extend(call, top, args),
  override: (wrapped, args) => override(wrapped, args),
  scoped: (wrapped, args) => override(wrapped, args),
  skipIf: ({ top, call }, args) => tracked(call(...args) as NativeTest, top),
  runIf: ({ top, call }, args) => tracked(call(...args) as NativeTest, top),
  // The cases of `each` take the place of the context, those of `for` come before it.
  each: ({ top, call }, args) => cases(top, call(...args) as Callable, undefined),
  for: ({ top, call }, args) => cases(top, call(...args) as Callable, 1),
  beforeEach: ({ call }, args) => testHook(call, args, 0),
  afterEach: ({ call }, args) => testHook(call, args, 0),
  aroundEach: ({ call }, args) => testHook(call, args, 1),
  beforeAll: ({ top, call }, args) => fileHook(top, call, args, 0),
  afterAll: ({ top, call }, args) => fileHook(top, call, args, 0),
  aroundAll: ({ top, call }, args) => fileHook(top, call, args, 1),
}

/** Adds the services of a catalog to a test of Vitest, or fixtures of Vitest's own. */
function extend(nativeExtend: Callable, top: Layer, args: readonly unknown[]): NativeTest {
  const [catalog] = args
  if (!isCatalog(catalog)) {
    return tracked(nativeExtend(...withLivingServices(args)) as NativeTest, layer(declaredFixtures(args), top))
  }
  const { entries } = catalogProtocol(catalog)
  const services = entries.names.map((name) => [name, { catalog: entries }] as const)
  return tracked(nativeExtend(serviceFixtures(entries)) as NativeTest, layer(services, top))
}

function override({ top, call, proxy }: Wrapped, args: readonly unknown[]): NativeTest {
  call(...withLivingServices(args))
  const suite = currentSuite()
  const present = top.overrides.get(suite) ?? new Map()
  for (const [name, fixture] of declaredFixtures(args)) present.set(name, fixture)
  top.overrides.set(suite, present)
  return proxy
}

function cases(top: Layer, register: Callable, parameter: number | undefined): Callable {
  return (...args) =>
    recordTests(top, parameter === undefined ? undefined : bodyOf(args, parameter), () => register(...args))
}

function testHook(call: Callable, args: readonly unknown[], parameter: number): unknown {
  const asker = askerOf(args[0], parameter)
  if (asker !== undefined) recordHook(asker)
  return call(...args)
}

/** A hook of a file: its services start before its clock does. */
function fileHook(top: Layer, call: Callable, args: readonly unknown[], parameter: number): unknown {
  const asker = askerOf(args[0], parameter)
  const names = asker === undefined ? [] : namesOf(asker)
  if (names.length > 0) {
    aroundAll(async (run) => {
      await startForFile(top, names)
      await run()
    }, 0)
  }
  // What it destructures may have been stopped since, by a test before an `afterAll`.
  return call(...(asker === undefined ? args : args.with(0, handedLiving(asker.code, parameter))))
}

/** Runs a call that registers tests, and remembers each of them. */
function recordTests<T>(layer: Layer, asker: Asker | undefined, register: () => T): T {
  const { tasks } = TestRunner.getCurrentSuite()
  const before = tasks.length
  const result = register()
  for (const task of tasks.slice(before)) bridge().tracked.set(task, { layer, asker })
  return result
}

/** Remembers what a hook of each test needs, so that it is started with the rest, before the clock of the test. */
function recordHook(asker: Asker): void {
  const suite = currentSuite()
  const { hookNeeds } = bridge()
  const names = hookNeeds.get(suite) ?? new Set()
  for (const name of namesOf(asker)) names.add(name)
  hookNeeds.set(suite, names)
}

/** The suite, or else the file, that is being collected. */
function currentSuite(): object {
  const { suite, file } = TestRunner.getCurrentSuite()
  return suite ?? file
}

function bodyOf(args: readonly unknown[], parameter: number): Asker | undefined {
  return askerOf(typeof args[1] === 'function' ? args[1] : args[2], parameter)
}

function askerOf(code: unknown, parameter: number): Asker | undefined {
  return typeof code === 'function' ? { code: code as Asker['code'], parameter } : undefined
}

function isTest(value: unknown): value is NativeTest {
  return typeof value === 'function' && 'extend' in value && 'each' in value
}
