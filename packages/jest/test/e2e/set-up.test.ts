import { existsSync, globSync } from 'node:fs'
import path from 'node:path'
import { runJestSuite, type JestSuite } from '@curfew/testing'
import { describe, expect, test } from 'vitest'

const usesServices = `import { defineServices, taskService } from '@curfew/core'
import { test as base } from '@curfew/jest'
import { note } from './events.cjs'

const loop = () => taskService({
  run: ({ signal }) => new Promise<void>((resolve) => signal.addEventListener('abort', () => { note('stopped'); resolve() })),
})
const test = base.extend(defineServices().service('loop', () => loop()))
test('has a service', ({ loop }) => {
  note((globalThis as any).of ?? typeof document)
  expect(loop.isServiceAlive()).toBe(true)
})
`

/** Every way to set curfew up that the documentation names. */
const ways: Record<string, JestSuite & { readonly seen?: string }> = {
  'the preset': { files: {} },
  'the preset, in jsdom': { config: `preset: '@curfew/jest', testEnvironment: 'jsdom'`, files: {}, seen: 'object' },
  'the preset, with reporters beside its own': {
    config: `preset: '@curfew/jest', reporters: [...require('@curfew/jest/jest-preset').reporters]`,
    files: {},
  },
  'environment, runner and reporter by hand': {
    config: `testEnvironment: '@curfew/jest/environment', testRunner: '@curfew/jest/test-runner',
      reporters: ['default', ['@curfew/jest/reporter', { signals: false }]]`,
    files: {},
  },
  'the environment alone': { config: `testEnvironment: '@curfew/jest/environment'`, files: {} },
  'the jsdom environment alone': {
    config: `testEnvironment: '@curfew/jest/environment-jsdom'`,
    files: {},
    seen: 'object',
  },
  'an environment of the user, wrapped': {
    config: `testEnvironment: './own.cjs'`,
    files: {
      'own.cjs': `const { withCurfew } = require('@curfew/jest/environment')
const { TestEnvironment } = require('jest-environment-jsdom')
module.exports = withCurfew(class extends TestEnvironment {
  async setup() { await super.setup(); this.global.of = 'mine' }
})
`,
    },
    seen: 'mine',
  },
  'the runner alone, around an environment of the user': {
    config: `testEnvironment: './own.cjs', testRunner: '@curfew/jest/test-runner'`,
    files: {
      'own.cjs': `const { TestEnvironment } = require('jest-environment-jsdom')
module.exports = class extends TestEnvironment {
  async setup() { await super.setup(); this.global.of = 'mine' }
}
`,
    },
    seen: 'mine',
  },
}

describe.each(Object.entries(ways))('set up by %s', (_way, { seen = 'undefined', files, ...suite }) => {
  test('a test has its services, and they stop with it', async () => {
    const result = await runJestSuite({
      ...suite,
      args: ['--runInBand'],
      files: { ...files, 'a.test.ts': usesServices },
    })
    expect(result.files.flatMap(({ errors }) => errors)).toEqual([])
    expect(result.events).toEqual([seen, 'stopped'])
    // Without the reporter nobody waits for the supervisor, which leaves by itself.
    const isWaitedFor = suite.config === undefined || /preset|reporters/.test(suite.config)
    const survivors = result.survivors.filter(({ command }) => isWaitedFor || !command.includes('/supervisor/'))
    expect({ exitCode: result.exitCode, survivors }).toEqual({ exitCode: 0, survivors: [] })
  })
})

test('where jsdom is not installed, its environment says what to install', async () => {
  const result = await runJestSuite({
    config: `testEnvironment: '@curfew/jest/environment-jsdom'`,
    without: 'jest-environment-jsdom',
    args: ['--runInBand'],
    files: { 'a.test.ts': usesServices },
  })
  expect(result.exitCode).toBe(1)
  expect(result.files[0]?.errors.join()).toMatch(
    /JsdomMissingError: The jsdom environment of Jest is not installed.*\n.*npm install --save-dev jest-environment-jsdom/,
  )
})

test('what Babel has rewritten for an old runtime is named as unreadable, with the setting that leaves it', async () => {
  const result = await runJestSuite({
    compiler: 'babel',
    config: `preset: '@curfew/jest', transform: { '\\\\.ts$': ['babel-jest', { presets: ['@babel/preset-env', '@babel/preset-typescript'] }] }`,
    args: ['--runInBand'],
    files: { 'a.test.ts': usesServices.replace("test('has a service', (", "test('has a service', async (") },
  })
  expect(result.files[0]?.errors.join()).toMatch(/UnreadableTestError[^]*targets: \{ node: 'current' \}/)
})

test.for(['--runInBand', '--maxWorkers=2'])(
  'a run without a catalog makes no folder and starts no supervisor: %s',
  async (how) => {
    const files = {
      'a.test.ts': `import { test } from '@curfew/jest'\ntest('plain', () => {})\n`,
      'b.test.ts': `test('of Jest', () => {})\n`,
    }
    const unused = await runJestSuite({ args: [how], files })
    expect(unused).toMatchObject({ exitCode: 0, survivors: [] })
    expect(existsSync(path.join(unused.dir, '.curfew'))).toBe(false)
    const used = await runJestSuite({ args: [how], files: { ...files, 'c.test.ts': usesServices } })
    expect(supervisorsOf(used.dir)).toBe(1)
  },
)

/** How many supervisors the runs of a project had: each leaves a claim in the folder of its run, which only services make. */
function supervisorsOf(dir: string): number {
  return globSync('.curfew/runs/*/supervisor/*.claim', { cwd: dir }).length
}
