import { oldestNode, runJestSuite } from '@curfew/testing'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { describe, expect, test } from 'vitest'

/** What Node itself does not take: an enum, and an import without an extension. */
const threads = {
  'load.ts': `import type { ThreadBody } from '@curfew/core'
import { Step, waitFor } from './threads/steps'
const body: ThreadBody<{ value: number }> = ({ data, post, signal }) => {
  post(data.value + Step.One)
  return waitFor(signal)
}
export default body
`,
  'threads/steps.ts': `export enum Step { One = 1 }
export const waitFor = (signal: AbortSignal) => new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
`,
}

/** Everything of a test file that crosses from its realm to that of the engine, and back. */
const tests = (
  importJest: string,
) => `import { CurfewError, defineServices, NotStartedError, ServiceCrashedError, TaskService, taskService, threadService } from '@curfew/core'
import { test as base } from '@curfew/jest'
${importJest}

class Loop extends TaskService {
  override async run({ signal }: { signal: AbortSignal }) {
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
  }
}
const services = defineServices()
  .service('loop', () => new Loop())
  .service('thread', () => threadService({ module: './load.ts', data: { value: 41 } }))
const test = base.extend(services)

test('a subclass of the test file', async ({ loop }) => {
  expect(loop).toBeInstanceOf(Loop)
  expect(loop.isServiceAlive()).toBe(true)
  await loop.stop()
  expect(loop.state).toBe('stopped')
})

test('a thread in TypeScript, found beside the file', async ({ thread }) => {
  const message = await new Promise((resolve) => thread.onMessage(resolve))
  expect(message).toBe(42)
})

test('errors of the engine are errors of this realm', async ({ loop, scope, signal }) => {
  const error: unknown = await scope.get('nothing' as never).catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(Error)
  expect(error).toBeInstanceOf(CurfewError)
  expect(error).not.toBeInstanceOf(ServiceCrashedError)
  await loop.stop()
  await expect(loop.start()).rejects.toThrow(Error)
  expect(() => new Loop().log).toThrow(NotStartedError)
  expect(signal.aborted).toBe(false)
})

test.each([[1, 2], [3, 4]])('rows %i %i', (a, b, { loop }) => {
  expect([a + 1, loop.isServiceAlive()]).toEqual([b, true])
})
`

const afterReset = `
test('a copy after resetModules', async () => {
  jest.resetModules()
  const again = require('@curfew/core')
  expect(again.taskService).not.toBe(taskService)
  const late = await again.taskService({ name: 'late', run: ({ signal }: any) => new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve())) }).start()
  expect(again.findServicesFromAllSources().names()).toEqual(['late'])
  expect(late.isServiceAlive()).toBe(true)
})
`

const nodes = { 'this Node': process.execPath, 'Node 22': oldestNode() }

describe.each(Object.entries(nodes))('on %s, a test file, compiled to', (_, node) => {
  test.for([
    ['swc', "import { expect, jest } from '@jest/globals'", afterReset],
    ['babel', "import { expect } from '@jest/globals'", ''],
    ['esm', "import { expect } from '@jest/globals'", ''],
  ] as const)('%s, and the engine understand each other', async ([compiler, importJest, more]) => {
    const result = await runJestSuite({
      compiler,
      node,
      args: ['--runInBand'],
      files: { 'a.test.ts': `${tests(importJest)}${more}`, ...threads },
    })
    const [file] = result.files
    expect(file?.tests.flatMap(({ errors }) => errors.map(({ message }) => message))).toEqual([])
    expect(file?.errors).toEqual([])
    expect(file?.tests.length).toBeGreaterThanOrEqual(5)
    expect(result.exitCode).toBe(0)
    expect(result.survivors).toEqual([])
  })
})

/** Puts the copies of the outer realm, one of each format, beside that of the test file. */
const environmentWithCopies = `const { default: Environment } = require('@curfew/jest/environment')
module.exports = class extends Environment {
  async setup() {
    await super.setup()
    this.global.outer = { cjs: require('@curfew/core'), esm: await import('@curfew/core') }
  }
}
`

const copies = `import * as own from '@curfew/core'
import { test as base } from '@curfew/jest'
import { note } from './events.cjs'

type Core = typeof own
const again = (() => { jest.resetModules(); return require('@curfew/core') })() as Core
const { cjs, esm } = (globalThis as any).outer as Record<string, Core>
const all: Record<string, Core> = { own, again, cjs, esm }
const names = Object.keys(all)

const looped = (core: Core, name: string, needs: object = {}) => {
  class Loop extends core.TaskService {
    readonly needs = needs
    constructor() { super({ name }) }
    override async run({ signal }: { signal: AbortSignal }) {
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
      note(name + ' down')
    }
  }
  return new Loop()
}

test('they are four', () => { expect(new Set(Object.values(all).map((core) => core.TaskService)).size).toBe(4) })

test('a service of one copy needs one of the next, and they stop in order', async () => {
  let last = {}
  for (const name of names) last = await looped(all[name]!, name, { last }).start()
  for (const core of Object.values(all)) {
    expect(core.findServicesFromAllSources().names()).toEqual(names)
    expect(core.findServicesFromAllSources().alive().findByName('cjs').length).toBe(1)
  }
  const { length } = own.findServicesFromAllSources().append(await looped(again, 'more').start())
  expect(length).toBe(5)
  await esm!.findServicesFromAllSources().findByName('more').stop()
})

test.each(names)('an error that the engine raises is one of the classes of copy "%s", and of this realm', async (name) => {
  const core = all[name]!
  const service = await looped(own, 'short').start()
  await service.stop()
  const error: unknown = await service.start().catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(Error)
  expect(error).toBeInstanceOf(core.CurfewError)
  expect(error).not.toBeInstanceOf(core.ServiceCrashedError)
  const failure: unknown = await core.taskService({ name: 'broken', ready: () => false, run() { throw new Error('broken') } }).start().catch((caught: unknown) => caught)
  for (const other of Object.values(all)) expect(failure).toBeInstanceOf(other.ExitedWhileStartingError)
})

for (const name of names) {
  const test = base.extend(all[name]!.defineServices()
    .service('db', () => looped(all[names.at(names.indexOf(name) - 1)!]!, 'db'))
    .service('api', ({ db }) => looped(own, 'api', { db })))
  test('a catalog of copy ' + name, async ({ api, db, services }) => {
    expect(services.names()).toEqual(['db', 'api'])
    expect(db.isServiceAlive()).toBe(true)
  })
}
`

test('copies of the package work together: of the test file, after resetModules, of the outer realm as CJS and as ESM', async () => {
  const result = await runJestSuite({
    config: `preset: '@curfew/jest', testEnvironment: './environment.cjs'`,
    args: ['--runInBand'],
    // The environment imports the copy that is an ES module.
    files: { 'environment.cjs': environmentWithCopies, 'a.test.ts': copies },
  })
  const [file] = result.files
  expect(file?.tests.flatMap(({ errors }) => errors.map(({ stack }) => stack))).toEqual([])
  expect(file?.errors).toEqual([])
  expect(file?.tests).toHaveLength(10)
  expect(result.events.slice(0, 5)).toEqual(['more down', 'esm down', 'cjs down', 'again down', 'own down'])
  expect(result.survivors).toEqual([])
})

test('a copy of a version that does not understand the engine is refused, once, with both paths', async () => {
  const dist = path.join(import.meta.dirname, '../../../core/dist')
  const future = readdirSync(dist)
    .filter((name) => name.endsWith('.cjs'))
    .map((name): [string, string] => {
      const source = readFileSync(path.join(dist, name), 'utf8')
      return [`future/${name}`, source.replaceAll(/\bprotocol(:| !==) 1\b/g, 'protocol$1 2')]
    })
  const result = await runJestSuite({
    config: `preset: '@curfew/jest', moduleNameMapper: { '^@curfew/core$': '<rootDir>/future/index.cjs' }`,
    args: ['--runInBand'],
    files: {
      ...Object.fromEntries(future),
      'a.test.ts': `import { taskService } from '@curfew/core'\ntest('never', () => { taskService({ run() {} }) })\n`,
      'b.test.ts': `test('another file', () => {})\n`,
    },
  })
  const errors = result.files.find(({ file }) => file === 'a.test.ts')?.errors
  expect(errors).toHaveLength(1)
  expect(errors?.[0]).toMatch(
    /EngineMismatchError[\s\S]*Imported here +\S*future\/\S* \(protocol 2\)\n.*Runs services +\S*@curfew\/core\/dist\S* \(protocol 1\)/,
  )
  expect(result.test('another file').state).toBe('passed')
})

test('without curfew in the configuration, a test file says what is missing', async () => {
  const result = await runJestSuite({
    config: '',
    args: ['--runInBand'],
    files: { 'a.test.ts': `import { test } from '@curfew/jest'\ntest('one', () => {})\n` },
  })
  expect(result.files[0]?.errors.join()).toMatch(/not set up.*\n.*preset: '@curfew\/jest'/)
})
