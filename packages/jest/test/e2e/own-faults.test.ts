import { runJestSuite, type JestFile, type JestResult } from '@curfew/testing'
import { beforeAll, describe, expect, test } from 'vitest'

/** Makes one function of the engine throw, in the realm where the engine is. */
const environment = `const { default: Environment } = require('@curfew/jest/environment')
const { engine } = require('@curfew/core/runner')
const broken = (name) => () => { throw new Error(name + ' is broken') }
const inScopes = (name, replace) => {
  const open = engine().openScope.bind(engine())
  engine().openScope = (options) => {
    const scope = open(options)
    scope[name] = replace(scope[name].bind(scope))
    return scope
  }
}
const faults = {
  openScope: () => { engine().openScope = broken('openScope') },
  openTestScope: () => {
    const open = engine().openScope.bind(engine())
    engine().openScope = (options) => options.kind === 'test' ? broken('openTestScope')() : open(options)
  },
  configure: () => { engine().configure = broken('configure') },
  prewarm: () => { engine().prewarm = broken('prewarm') },
  runIn: () => { engine().runIn = broken('runIn') },
  doomed: () => { Object.defineProperty(engine(), 'doomed', { get: broken('doomed') }) },
  start: () => inScopes('start', () => broken('start')),
  use: () => inScopes('use', () => broken('use')),
  // Both stop what there is: nothing else could.
  close: () => inScopes('close', (close) => (reason) => { void close(reason); broken('close')() }),
  closeLater: () => inScopes('close', (close) => async (reason) => { await close(reason); broken('closeLater')() }),
  crash: () => inScopes('onCrash', () => broken('crash')),
  captureStackTrace: () => { Error.captureStackTrace = broken('captureStackTrace') },
}
faults[process.env.CURFEW_TEST_FAULT]()
module.exports = Environment
`

const faulty = `import { defineServices, taskService } from '@curfew/core'
import { test as base } from '@curfew/jest'
import { test as plain } from '@jest/globals'
const test = base.extend(defineServices()
  .service('disk', { scope: 'file' }, () => taskService({ intervalMs: 50, run() {} }))
  .service('db', () => taskService({ intervalMs: 50, run() {} })))
test.beforeAll(({ disk }) => {})
test('one', async ({ db }) => {})
test('two', async ({ db, disk }) => {})
plain('without services', () => {})
`

describe.each([
  'openScope',
  'openTestScope',
  'configure',
  'prewarm',
  'runIn',
  'doomed',
  'start',
  'use',
  'close',
  'closeLater',
  'crash',
  'captureStackTrace',
])('when %s of the engine throws', (fault) => {
  let result: JestResult
  let file: JestFile

  beforeAll(async () => {
    result = await runJestSuite({
      config: `testEnvironment: './environment.cjs', testEnvironmentOptions: { curfew: { limits: { stopTimeoutMs: 500, killTimeoutMs: 3000 } } }`,
      args: ['--runInBand'],
      env: { CURFEW_TEST_FAULT: fault },
      files: { 'environment.cjs': environment, 'a.test.ts': faulty, 'b.test.ts': `test('another file', () => {})` },
    })
    const found = result.files.find((one) => one.file === 'a.test.ts')
    if (found === undefined) throw new Error(`It was not run:\n${result.output}`)
    file = found
  })

  test('it is told, by its test or by the file, and every test has a result', () => {
    const told = [...file.errors, ...file.tests.flatMap(({ errors }) => errors.map(({ message }) => message))].join(
      '\n',
    )
    expect(told).toContain(`${fault} is broken`)
    expect(file.tests.map(({ name, state }) => `${name} ${state}`)).toEqual([
      expect.stringMatching(/^one (passed|failed)$/),
      expect.stringMatching(/^two (passed|failed)$/),
      expect.stringMatching(/^without services (passed|failed)$/),
    ])
    expect(result.exitCode).toBe(1)
  })

  test('the next file runs, and Jest ends by itself', () => {
    expect(result.test('another file').state).toBe('passed')
    expect(result.output).not.toMatch(/did not exit/)
  })
})
