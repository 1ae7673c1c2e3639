import { runJestSuite, type JestResult } from '@curfew/testing'
import { beforeAll, describe, expect, test } from 'vitest'

const prelude = `import { defineServices, taskService } from '@curfew/core'
import { test as base } from '@curfew/jest'
import { test as plain } from '@jest/globals'
import { note } from './events.cjs'

const untilAborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
let crashNow = () => {}
let instances = 0
const looped = (name: string) => taskService({
  mayExit: false,
  async run({ signal }) {
    note(name + ' up')
    const crash = new Promise<void>((_, reject) => { crashNow = () => reject(new Error('disk is gone')) })
    try { await Promise.race([untilAborted(signal), crash]) } finally { note(name + ' down') }
  },
})
`
const oneService = `const test = base.extend(defineServices().service('db', () => looped('db')))
`

interface Case {
  readonly title: string
  readonly tests: string
  /** States by name of test. */
  readonly states: Readonly<Record<string, string>>
  /** In order; those of one test may be in a list of their own. */
  readonly events: readonly (string | readonly string[])[]
  /** The messages of all errors, in the order of the tests. */
  readonly errors?: readonly unknown[]
}

const cases: readonly Case[] = [
  {
    title: 'only: of its own tests, and of rows and tests that are expected to fail',
    tests: `${oneService}
      test('left out', async ({ db }) => { note('left out') })
      test.only('one', async ({ db }) => { note('one ' + db.state) })
      test.only.each([[1], [2]])('row %i', async (row, { db }) => { note('row ' + row + db.state) })
      test.only.failing('fails', async ({ db }) => { note('fails'); throw new Error('expected') })
      test.only.failing.each([{ id: 1 }])('value $id', async ({ id }, { db }) => { throw new Error('expected') })
      plain('left out, too', () => { note('left out') })
    `,
    states: {
      'left out': 'skipped',
      one: 'passed',
      'row 1': 'passed',
      'row 2': 'passed',
      fails: 'passed',
      'value 1': 'passed',
      'left out, too': 'skipped',
    },
    events: [
      ['db up', 'one running', 'db down'],
      ['db up', 'row 1running', 'db down'],
      ['db up', 'row 2running', 'db down'],
      ['db up', 'fails', 'db down'],
      ['db up', 'db down'],
    ],
  },
  {
    title: 'skip and todo: nothing starts, whatever they hang on',
    tests: `${oneService}
      test.skip('skipped', async ({ db }) => {})
      test.skip.each([[1]])('row %i', async (row, { db }) => {})
      test.skip.failing('failing', async ({ db }) => {})
      test.concurrent.skip('concurrent', async ({ db }) => {})
      test.todo('later')
      test('nothing', () => { note('nothing') })
    `,
    states: {
      skipped: 'skipped',
      'row 1': 'skipped',
      failing: 'skipped',
      concurrent: 'skipped',
      later: 'todo',
      nothing: 'passed',
    },
    events: ['nothing'],
  },
  {
    title: 'each: a list of lists, a list of values, and a tagged template, with services behind the row',
    tests: `${oneService}
      test.each([[1, 'a'], [2]])('lists %i', async (n, text, { db }) => { note('lists ' + n + text + db.state) })
      test.each(['x'])('values %s', async (value, { db }) => { note('values ' + value + db.state) })
      test.each\`
        a | sum
        \${1} | \${2}\`('template $a', async ({ a, sum }: any, { db }) => { note('template ' + (a + 1 === sum) + db.state) })
      test.failing.each([[1]])('failing %i', async (row, { db }) => { throw new Error('expected') })
      test.each([[1]])('without services %i', (row) => { note('without ' + row) })
    `,
    states: {
      'lists 1': 'passed',
      'lists 2': 'passed',
      'values x': 'passed',
      'template 1': 'passed',
      'failing 1': 'passed',
      'without services 1': 'passed',
    },
    events: [
      ['db up', 'lists 1arunning', 'db down'],
      ['db up', 'lists 2undefinedrunning', 'db down'],
      ['db up', 'values xrunning', 'db down'],
      ['db up', 'template truerunning', 'db down'],
      ['db up', 'db down'],
      'without 1',
    ],
  },
  {
    title: 'concurrent, with only, each and failing: each has an instance of its own',
    tests: `
      const test = base.extend(defineServices().service('db', () => looped('db' + ++instances)))
      let inside = 0
      let open = () => {}
      const all = new Promise<void>((resolve) => { open = resolve })
      const meet = () => { if (++inside === 3) open(); return all }
      test.concurrent.only('one', async ({ db, services }) => { await meet(); note('' + (services.get('db') === db)) })
      test.concurrent.only.each([[1]])('row %i', async (row, { db, services }) => { await meet(); note('' + (services.get('db') === db)) })
      test.concurrent.only.failing('failing', async ({ db, services }) => { await meet(); note('' + (services.get('db') === db)); throw new Error('expected') })
      test.concurrent('left out', async ({ db }) => { note('left out') })
    `,
    states: { one: 'passed', 'row 1': 'passed', failing: 'passed', 'left out': 'skipped' },
    events: ['db1 up', 'db2 up', 'db3 up', 'true', 'true', 'true', 'db1 down', 'db2 down', 'db3 down'],
  },
  {
    title: 'hooks in nested blocks, of the test and of the file, see what they ask for, in order',
    tests: `
      const test = base.extend(defineServices()
        .service('disk', { scope: 'file' }, () => looped('disk'))
        .service('db', ({ disk }) => looped('db')))
      test.beforeAll(({ disk }) => { note('beforeAll ' + disk.state) })
      test.beforeEach(({ db }) => { note('outer beforeEach ' + db.state) })
      test.afterEach(({ db }) => { note('outer afterEach ' + db.state) })
      test.afterAll(({ disk }) => { note('afterAll ' + disk.state) })
      describe('block', () => {
        beforeAll(() => { note('plain beforeAll') })
        beforeEach((done) => { note('plain beforeEach'); setTimeout(done, 1) })
        test.afterEach(({ db }) => { note('inner afterEach ' + db.state) })
        afterAll(function* () { yield Promise.resolve(); note('plain afterAll') })
        plain('inside', () => { note('body') })
      })
    `,
    states: { 'block > inside': 'passed' },
    events: [
      ['disk up', 'beforeAll running', 'plain beforeAll', 'db up', 'outer beforeEach running', 'plain beforeEach'],
      ['body', 'inner afterEach running', 'outer afterEach running', 'db down'],
      ['plain afterAll', 'afterAll running', 'disk down'],
    ],
  },
  {
    title: 'a hook of the file whose service does not start fails the tests below it, and no body runs',
    tests: `
      const test = base.extend(defineServices().service('disk', { scope: 'file' }, () => { note('factory'); throw new Error('no disk') }))
      describe('block', () => {
        test.beforeAll(({ disk }) => { note('beforeAll') })
        test('one', async () => { note('body') })
        test('two', async ({ disk }) => { note('body') })
      })
      plain('beside', () => { note('beside') })
    `,
    states: { 'block > one': 'failed', 'block > two': 'failed', beside: 'passed' },
    events: ['factory', 'beside'],
    errors: [expect.stringContaining('no disk'), expect.stringContaining('no disk')],
  },
  {
    title: 'bodies of every shape belong to their test, and a crash fails those that wait at once',
    tests: `
      const test = base.extend(defineServices().service('db', () => looped('db')))
      let services: any
      test.beforeEach(({ db, services: all }) => { services = all })
      const here = () => { note('' + (require('@curfew/core').findServicesFromAllSources().names() == 'db')) }
      plain('sync', () => { here() })
      plain('done', (done) => { here(); setTimeout(done, 1) })
      plain('generator', function* () { here(); yield Promise.resolve(); here() } as any)
      test('generator with services', function* ({ db }) { yield Promise.resolve(); note('generator ' + db.state) })
      plain('done, crash', (done) => { crashNow() }, 60_000)
      plain('generator, crash', function* () { crashNow(); yield new Promise(() => {}) } as any, 60_000)
      plain('generator that throws', function* () { try { yield Promise.reject(new Error('inner')) } catch (error) { throw new Error('outer of ' + (error as Error).message) } } as any)
    `,
    states: {
      sync: 'passed',
      done: 'passed',
      generator: 'passed',
      'generator with services': 'passed',
      'done, crash': 'failed',
      'generator, crash': 'failed',
      'generator that throws': 'failed',
    },
    events: [
      ['db up', 'true', 'db down'],
      ['db up', 'true', 'db down'],
      ['db up', 'true', 'true', 'db down'],
      ['db up', 'generator running', 'db down'],
      ['db up', 'db down', 'db up', 'db down', 'db up', 'db down'],
    ],
    errors: [
      expect.stringContaining('Service "db" crashed: disk is gone'),
      expect.stringContaining('Service "db" crashed: disk is gone'),
      expect.stringContaining('outer of inner'),
    ],
  },
  {
    title: 'a test whose time is over: its signal says so, and hooks run while its services live',
    tests: `
      const test = base.extend(defineServices().service('db', () => looped('db')))
      test.afterEach(() => { note('afterEach') })
      test('with services', async ({ db, signal }) => {
        signal.addEventListener('abort', () => note('signal: ' + signal.reason.code))
        await new Promise(() => {})
      }, 100)
    `,
    states: { 'with services': 'failed' },
    events: ['db up', 'signal: CURFEW_TEST_OVER', 'afterEach', 'db down'],
    errors: [expect.stringContaining('Exceeded timeout of 100 ms')],
  },
  {
    title: 'retries, at once: each has services of its own, and a teardown that fails is a reason for one',
    tests: `
      const test = base.extend(defineServices()
        .service('db', () => { const n = ++instances; return taskService({ async run({ signal }) { note('db' + n + ' up'); await untilAborted(signal); note('db' + n + ' down'); if (n === 1) throw new Error('stopped badly') } }) }))
      jest.retryTimes(2, { retryImmediately: true })
      test('retried', async ({ db }) => { note('body ' + instances); if (instances === 2) throw new Error('again') })
      test('next', () => { note('next') })
    `,
    states: { retried: 'passed', next: 'passed' },
    events: [
      ['db1 up', 'body 1', 'db1 down'],
      ['db2 up', 'body 2', 'db2 down'],
      ['db3 up', 'body 3', 'db3 down'],
      'next',
    ],
  },
]

const fileOf = (index: number): string => `case-${index}.test.ts`

describe('tests of Jest, declared in every way', () => {
  let result: JestResult

  beforeAll(async () => {
    // Marked by case: they run in several workers, and note into one file.
    const files = cases.map(({ tests }, index) => [
      fileOf(index),
      `${prelude.replace(
        `import { note } from './events.cjs'`,
        `import { note as noteEvent } from './events.cjs'\nconst note = (text: string) => noteEvent('${index}|' + text)`,
      )}${tests}`,
    ])
    result = await runJestSuite({
      files: Object.fromEntries(files) as Record<string, string>,
      args: ['--maxWorkers=2'],
      config: `preset: '@curfew/jest', testEnvironmentOptions: { curfew: { limits: { stopTimeoutMs: 1000 } } }`,
    })
  })

  test.for(cases.map((one, index) => [one.title, index] as const))('%s', ([, index]) => {
    const { states, events, errors = [] } = cases[index] as Case
    const file = result.files.find((one) => one.file === fileOf(index))
    if (file === undefined) throw new Error(`It was not run:\n${result.output}`)
    expect(file.errors).toEqual([])
    expect(file.tests.flatMap((one) => one.errors.map(({ message }) => message))).toEqual(errors)
    expect(Object.fromEntries(file.tests.map(({ name, state }) => [name, state]))).toEqual(states)
    const mark = `${index}|`
    const noted = result.events.filter((event) => event.startsWith(mark)).map((event) => event.slice(mark.length))
    expect(noted).toEqual(events.flat())
  })

  test('nothing of it lives when the run is over', () => {
    expect(result.survivors).toEqual([])
    // How soon a worker leaves depends on how busy the machine is: `worker-exit.test.ts` is about that.
    expect(result.output).not.toContain('did not exit')
  })
})
