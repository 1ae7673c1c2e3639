import { runJestSuite } from '@curfew/testing'
import { expect, test } from 'vitest'

const quick = `import { defineServices, taskService } from '@curfew/core'
import { test as base } from '@curfew/jest'

const test = base.extend(defineServices().service('poll', () => taskService({ intervalMs: 10, run() {} })))
test('is over at once', async ({ poll }) => { expect(poll.isServiceAlive()).toBe(true) })
`

/** The supervisor is started early; here it takes as long as on a machine that is overloaded. */
const slowSupervisor = {
  'environment.cjs': `const { writeFileSync } = require('node:fs')
const { join } = require('node:path')
const { default: Environment } = require('@curfew/jest/environment')
const slowNode = join(__dirname, 'slow-node-' + process.pid + '.sh')
writeFileSync(slowNode, '#!/bin/sh\\nsleep 3\\nexec "' + process.execPath + '" "$@"\\n', { mode: 0o755 })
process.execPath = slowNode
module.exports = Environment
`,
}

test.for([
  ['worker processes', ['--maxWorkers=2']],
  ['worker threads', ['--maxWorkers=2', '--workerThreads']],
  ['in band', ['--runInBand']],
] as const)('a supervisor that is not there yet does not hold a worker whose tests are over: %s', async ([, args]) => {
  const result = await runJestSuite({
    config: `testEnvironment: './environment.cjs'`,
    args,
    files: { ...slowSupervisor, 'a.test.ts': quick, 'b.test.ts': quick },
  })
  expect(result.output).not.toMatch(/exit gracefully|did not exit/)
  expect(result.exitCode).toBe(0)
})

const everyRuntime = `import { defineServices, logLine, processService, taskService, threadService } from '@curfew/core'
import { test as base } from '@curfew/jest'

const test = base.extend(defineServices()
  .service('disk', { scope: 'file' }, () => processService({
    command: process.execPath, args: ['-e', 'console.log("up"); setInterval(() => {}, 1000)'], ports: [], ready: logLine(/up/) }))
  .service('db', () => processService({
    command: process.execPath, args: ['-e', 'console.log("up"); setInterval(() => {}, 1000)'], ports: [], ready: logLine(/up/) }))
  .service('load', ({ db }) => threadService({ module: './load.mjs' }))
  .service('poll', ({ load, disk }) => taskService({ intervalMs: 10, run() {} })))
test('all', async ({ poll, services }) => { expect(services.names()).toHaveLength(4) })
test('again', async ({ poll }) => {})
test('fails', async ({ poll }) => { throw new Error('expected') })
`

const load = `export default ({ signal }) => new Promise((resolve) => signal.addEventListener('abort', resolve))
`

test.for([
  ['the preset', `preset: '@curfew/jest'`, ['--runInBand', '--detectOpenHandles']],
  ['the environment alone', `testEnvironment: '@curfew/jest/environment'`, ['--runInBand', '--detectOpenHandles']],
  ['the environment alone, in worker processes', `testEnvironment: '@curfew/jest/environment'`, ['--maxWorkers=2']],
  [
    'the environment alone, in worker threads',
    `testEnvironment: '@curfew/jest/environment'`,
    ['--maxWorkers=2', '--workerThreads'],
  ],
] as const)('after services of every runtime nothing is open, by %s', async ([, config, args]) => {
  const result = await runJestSuite({
    config,
    args,
    files: { 'a.test.ts': everyRuntime, 'b.test.ts': everyRuntime, 'load.mjs': load },
  })
  expect(result.files.map(({ errors }) => errors)).toEqual([[], []])
  const told = result.files.flatMap(({ tests }) => tests.map(({ name, errors }) => [name, ...errors.map(firstLine)]))
  const once = [['all'], ['again'], ['fails', 'expected']]
  expect(told).toEqual([...once, ...once])
  expect(result.output).not.toMatch(/open handle|exit gracefully|did not exit/)
  expect(result.survivors.filter(({ command }) => !command.includes('/supervisor/'))).toEqual([])
})

function firstLine({ message }: { readonly message: string }): string | undefined {
  return message.split('\n')[0]
}
