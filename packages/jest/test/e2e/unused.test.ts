import { runJestSuite, type JestSuite } from '@curfew/testing'
import { expect, test } from 'vitest'

const plain = `
const { note } = require('./events.cjs')
test('sync', () => { throw new Error('mine') })
test('async', async () => { await null; throw new Error('mine') })
test('expectation', async () => { await null; expect(1).toBe(2) })
test('done', (done) => { setImmediate(() => done(new Error('mine'))) })
test('limit', async () => { await new Promise(() => {}) }, 50)
afterAll(() => { note('loaded ' + loadedOfCurfew()) })
`
/** Fails before it has tests, and in a hook. */
const others = {
  'import.test.js': `require('./not-there')`,
  'hook.test.js': `beforeAll(() => { throw new Error('mine') }); test('one', () => {})`,
}
/** What Node has loaded of ours in a worker: asked outside of the realm of the tests. */
const environment = `const { TestEnvironment } = require('jest-environment-node')
module.exports = class extends TestEnvironment {
  async setup() {
    await super.setup()
    this.global.loadedOfCurfew = () =>
      Object.keys(require.cache).filter((file) => /@curfew.(core|supervisor)|pino/.test(file)).length
  }
}
`

async function run(config: string, args: JestSuite['args'] = []) {
  return runJestSuite({
    config: `${config}, testEnvironment: './environment.cjs'`,
    files: { 'plain.test.js': plain, ...others, 'environment.cjs': environment },
    args,
  })
}

test('failures of a project that has the preset and files that use nothing of it are those of bare Jest', async () => {
  const bare = await run(`verbose: true`, ['--maxWorkers=2'])
  const preset = await run(`verbose: true, preset: '@curfew/jest'`, ['--maxWorkers=2'])

  const failures = ({ files }: typeof bare) =>
    files
      .map(({ file, errors, tests }) => ({
        file,
        errors,
        tests: tests.map(({ name, errors: shown }) => ({ name, stacks: shown.map(({ stack }) => stack) })),
      }))
      .toSorted((a, b) => a.file.localeCompare(b.file))
  const without = (result: typeof bare) =>
    JSON.stringify(failures(result), undefined, 1).replaceAll(result.dir, 'suite')
  expect(without(preset)).toContain('mine')
  expect(without(preset)).not.toContain('@curfew')
  expect(without(preset)).toBe(without(bare))
  expect(preset.output).not.toContain('@curfew')
  // Nothing of the engine is loaded in a worker whose files do not use it.
  expect(preset.events).toEqual(['loaded 0'])
})

/** Says what Node has loaded of ours in the main process, when the run is over. */
const loadedReporter = `const { note } = require('./events.cjs')
const { statSync } = require('node:fs')
const path = require('node:path')
module.exports = class {
  onRunComplete() {
    const files = Object.keys(require.cache).filter((file) => /@curfew.(core|supervisor)|pino/.test(file))
    const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0)
    note(bytes + ' bytes: ' + files.map((file) => path.basename(file)).join(' '))
  }
}`

test('the main process of a run without services has loaded nothing of the engine', async () => {
  const config = `preset: '@curfew/jest', reporters: ['default', '@curfew/jest/reporter', '<rootDir>/loaded.cjs']`
  const files = { 'loaded.cjs': loadedReporter }
  const unused = { ...files, 'plain.test.js': `test('one', () => {})`, 'other.test.js': `test('one', () => {})` }
  const used = {
    ...files,
    'used.test.js': `const { test, taskService, defineServices } = { ...require('@curfew/jest'), ...require('@curfew/core') }
      const services = defineServices().service('idle', () => taskService({ run: () => {} }))
      test.extend(services)('one', ({ idle }) => {})`,
    'plain.test.js': `test('one', () => {})`,
  }
  const without = await runJestSuite({ config, files: unused, args: ['--maxWorkers=2'] })
  expect(without.output).toContain('2 passed')
  // Who the run is, and what a signal does: the engine has 300 kB.
  const [loaded = ''] = without.events
  expect(loaded).toContain('main-process.cjs')
  expect(loaded).not.toMatch(/engine|runner|install|index|session|pino/)
  expect(Number.parseInt(loaded, 10)).toBeLessThan(20_000)
  const withServices = await runJestSuite({ config, files: used, args: ['--maxWorkers=2'] })
  expect(withServices.events).toEqual([expect.stringMatching(/runner\.cjs/)])
})
