import { runJestSuite, type JestResult } from '@curfew/testing'
import { beforeAll, describe, expect, test } from 'vitest'

const prelude = `import { defineServices, taskService } from '@curfew/core'
import { test as base } from '@curfew/jest'
import { note as noteEvent } from '../events.cjs'

const looped = (name: string) => taskService({
  async run({ signal }) {
    note(name + ' up')
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
    note(name + ' down')
  },
})
const test = base.extend(defineServices().service('db', () => looped('db')).service('api', ({ db }) => looped('api')))
`

/** One project of Jest each: what a user may have in the configuration, and a test file that must not mind. */
interface Surrounding {
  /** Fields of the configuration of the project, as source. */
  readonly config: string
  readonly tests: string
  readonly files?: Readonly<Record<string, string>>
  /** What is noted in between, in order. */
  readonly notes: readonly string[]
}

const lives = ['db up', 'api up']
const ends = ['api down', 'db down']

const surroundings: Readonly<Record<string, Surrounding>> = {
  'fake timers everywhere': {
    config: `preset: '@curfew/jest', fakeTimers: { enableGlobally: true }`,
    tests: `test('one', async ({ api }) => {
      const begin = Date.now()
      jest.advanceTimersByTime(60_000)
      note('faked ' + (Date.now() - begin))
      await api.stop()
      note(api.state)
    })`,
    notes: [...lives, 'faked 60000', 'api down', 'stopped', 'db down'],
  },
  'legacy fake timers everywhere': {
    config: `preset: '@curfew/jest', fakeTimers: { enableGlobally: true, legacyFakeTimers: true }`,
    tests: `test('one', async ({ api }) => { jest.advanceTimersByTime(60_000); note('faked ' + jest.getTimerCount()) })`,
    notes: [...lives, 'faked 0', ...ends],
  },
  'fake timers left on by each test': {
    config: `preset: '@curfew/jest'`,
    tests: `
      beforeEach(() => { jest.useFakeTimers() })
      test('one', async ({ api }) => { jest.useFakeTimers({ now: 0 }); note('' + Date.now()) })
      test('two', async ({ api }) => { jest.runAllTimers(); note('two') })`,
    notes: [...lives, '0', ...ends, ...lives, 'two', ...ends],
  },
  'resetModules before each test, and modules of a test alone': {
    config: `preset: '@curfew/jest', resetModules: true`,
    tests: `
      test('one', async ({ api, services }) => {
        jest.isolateModules(() => {
          const again = require('@curfew/core')
          note(String(again.defineServices !== defineServices) + ' ' + again.findServicesFromAllSources().names())
        })
        note('' + services.names())
      })
      test('two', async ({ api }) => {
        const { test: again } = require('@curfew/jest')
        note('two ' + (again !== base) + ' ' + api.isServiceAlive())
      })`,
    notes: [...lives, 'true db,api', 'db,api', ...ends, ...lives, 'two true true', ...ends],
  },
  'no globals': {
    config: `preset: '@curfew/jest', injectGlobals: false`,
    tests: `import { expect as expectOf } from '@jest/globals'
      test('one', async ({ api }) => { expectOf(typeof (globalThis as any).test).toBe('undefined'); note('none') })`,
    notes: [...lives, 'none', ...ends],
  },
  'jsdom, by the preset': {
    config: `preset: '@curfew/jest', testEnvironment: 'jsdom'`,
    tests: `test('one', async ({ api, signal }) => {
      document.body.innerHTML = '<p>here</p>'
      note(document.querySelector('p')!.textContent + ' ' + signal.aborted)
      await api.stop()
      const error: unknown = await api.start().catch((caught: unknown) => caught)
      expect(error).toBeInstanceOf(Error)
    })`,
    notes: [...lives, 'here false', ...ends],
  },
  'jsdom, by the environment': {
    config: `testEnvironment: '@curfew/jest/environment-jsdom'`,
    tests: `test('one', async ({ api }) => { note(typeof document) })`,
    notes: [...lives, 'object', ...ends],
  },
  "an environment of the user's own, with a handler of events, by the preset": {
    config: `preset: '@curfew/jest', testEnvironment: '<rootDir>/environment.cjs'`,
    files: {
      'environment.cjs': `const TestEnvironment = Object.getPrototypeOf(require('@curfew/jest/environment').default) // That of Jest.
const { note } = require('../events.cjs')
module.exports = class extends TestEnvironment {
  async handleTestEvent(event) {
    await null
    if (event.name === 'test_done') note(this.global.mark + '|own ' + event.test.name + ' ' + (this instanceof TestEnvironment))
  }
}
`,
    },
    tests: `(globalThis as any).mark = mark
      test('one', async ({ api }) => { note('body') })
      test('two', () => { note('body') })`,
    // It is told of the end of a test when that ends; the services stop meanwhile.
    notes: [...lives, 'body', 'own one true', ...ends, 'body', 'own two true'],
  },
  "an environment of the user's own, by withCurfew": {
    config: `testEnvironment: '<rootDir>/environment.cjs'`,
    files: {
      'environment.cjs': `const { default: Environment, withCurfew } = require('@curfew/jest/environment')
const TestEnvironment = Object.getPrototypeOf(Environment) // That of Jest.
const { note } = require('../events.cjs')
class Own extends TestEnvironment {
  async setup() { await super.setup(); this.global.fromEnvironment = 42 }
  handleTestEvent(event) { if (event.name === 'test_start') note(this.global.mark + '|starts ' + event.test.name) }
}
module.exports = withCurfew(Own)
`,
    },
    tests: `(globalThis as any).mark = mark
      test('one', async ({ api }) => { note('' + (globalThis as any).fromEnvironment) })`,
    notes: ['starts one', ...lives, '42', ...ends],
  },
  'preset and environment together': {
    config: `preset: '@curfew/jest', testEnvironment: '@curfew/jest/environment'`,
    tests: `test('one', async ({ api }) => { note('body') })`,
    notes: [...lives, 'body', ...ends],
  },
  'snapshots, assertions counted, and the name of the test': {
    config: `preset: '@curfew/jest'`,
    tests: `test('one', async ({ api }) => {
      expect.assertions(2)
      expect({ state: api.state }).toMatchInlineSnapshot(\`
{
  "state": "running",
}
\`)
      expect(expect.getState().currentTestName).toBe('one')
      note('body')
    })`,
    notes: [...lives, 'body', ...ends],
  },
  'a set-up file that starts services in its hooks': {
    config: `preset: '@curfew/jest', setupFilesAfterEnv: ['<rootDir>/set-up.ts']`,
    files: {
      'set-up.ts': `import { taskService } from '@curfew/core'
beforeEach(async () => {
  await taskService({ name: 'watch', async run({ signal }) {
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
    ;(globalThis as any).note('watch down')
  } }).start()
})
`,
    },
    tests: `(globalThis as any).note = note
      test('one', async ({ services }) => { note('' + services.names()) })
      test('two', () => { note('two') })`,
    notes: ['watch', 'watch down', 'two', 'watch down'],
  },
  'ES globals that are mocked': {
    config: `preset: '@curfew/jest', restoreMocks: true`,
    tests: `test('one', async ({ api }) => {
      jest.spyOn(globalThis, 'setTimeout').mockImplementation(() => { throw new Error('mocked') })
      jest.spyOn(process, 'kill').mockImplementation(() => { throw new Error('mocked') })
      jest.spyOn(console, 'error').mockImplementation(() => {})
      note('mocked')
    })`,
    notes: [...lives, 'mocked', ...ends],
  },
}

const all = Object.entries(surroundings)

describe('several projects of one run, each with', () => {
  let result: JestResult

  beforeAll(async () => {
    const files = all.flatMap(([, { tests, files: more = {} }], index) => [
      [
        `project-${index}/a.test.ts`,
        `${prelude}const mark = '${index}'\nconst note = (text: string) => noteEvent(mark + '|' + text);\n${tests}`,
      ],
      ...Object.entries(more).map(([name, content]) => [`project-${index}/${name}`, content]),
    ])
    const transform = `transform: { '\\\\.[jt]s$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } }] }`
    const projects = all.map(
      ([, { config }], index) =>
        `{ displayName: 'p${index}', rootDir: '<rootDir>/project-${index}', ${transform}, ${config} }`,
    )
    result = await runJestSuite({
      files: Object.fromEntries(files) as Record<string, string>,
      // Jest ignores the reporters of the preset of a project.
      config: `reporters: ['default', '@curfew/jest/reporter'], projects: [${projects.join(',\n')}]`,
      args: ['--maxWorkers=2', '--ci=false'],
    })
  })

  test.for(all.map(([title], index) => [title, index] as const))('%s', ([title, index]) => {
    const file = result.files.find((one) => one.file === `project-${index}/a.test.ts`)
    if (file === undefined) throw new Error(`It was not run:\n${result.output}`)
    expect(file.errors).toEqual([])
    expect(file.tests.flatMap(({ errors }) => errors.map(({ stack }) => stack))).toEqual([])
    expect(file.tests.length).toBeGreaterThan(0)
    const mark = `${index}|`
    const noted = result.events.filter((event) => event.startsWith(mark)).map((event) => event.slice(mark.length))
    expect(noted).toEqual(surroundings[title]?.notes)
  })

  test('nothing of it lives when the run is over', () => {
    expect(result.survivors).toEqual([])
    // How soon a worker leaves depends on how busy the machine is: `worker-exit.test.ts` is about that.
    expect(result.output).not.toContain('did not exit')
  })
})
