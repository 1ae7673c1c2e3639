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
