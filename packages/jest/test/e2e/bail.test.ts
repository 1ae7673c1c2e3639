import { runJestSuite } from '@curfew/testing'
import { expect, test } from 'vitest'

const prelude = `import { defineServices, processService, taskService } from '@curfew/core'
import { test as base } from '@curfew/jest'
import { existsSync, readFileSync } from 'node:fs'
import { note } from './events.cjs'

const cleanup = (name: string) => async () => {
  await new Promise((resolve) => setTimeout(resolve, 200))
  note(name + ' cleaned up')
  throw new Error('clean-up of ' + name + ' is broken')
}
const server = (name: string) => processService({
  command: process.execPath, args: ['-e', 'setInterval(() => {}, 1000)'], ports: [], cleanup: cleanup(name),
})
const looped = (name: string) => taskService({ intervalMs: 50, run() {}, cleanup: cleanup(name) })
const noted = (text: string) => readFileSync(process.env.CURFEW_INLINE_EVENTS!, 'utf8').includes(text)
const until = async (text: string) => {
  while (!noted(text)) await new Promise((resolve) => setTimeout(resolve, 10))
}
`

const failing = `${prelude}
const test = base.extend(defineServices().service('mine', () => looped('mine')))
test('fails', async ({ mine }) => {
  note('begun')
  await until('waits')
  throw new Error('enough')
})
`

const waiting = `${prelude}
const test = base.extend(defineServices()
  .service('disk', { scope: 'file' }, () => server('disk'))
  .service('store', { scope: 'file' }, () => looped('store'))
  .service('db', () => server('db'))
  .service('api', ({ db }) => looped('api')))
test('waits', async ({ api, disk, store }) => {
  await until('begun')
  note('waits')
  await new Promise(() => {})
}, 60_000)
`

test('bail shows what went wrong with the services of files in the middle of a test', async () => {
  const result = await runJestSuite({
    args: ['--bail', '--maxWorkers=2'],
    config: `preset: '@curfew/jest', globalTeardown: './teardown.cjs'`,
    files: {
      'fails.test.ts': failing,
      'waits.test.ts': waiting,
      'teardown.cjs': `module.exports = () => require('./events.cjs').note('global teardown')`,
    },
  })
  for (const name of ['mine', 'api', 'db', 'disk', 'store']) {
    expect(result.output).toContain(`clean-up of ${name} is broken`)
    expect(result.events.filter((event) => event === `${name} cleaned up`)).toHaveLength(1)
  }
  expect(result.output.match(/^Test Suites:/gm)).toHaveLength(1)
  expect(result.events.filter((event) => event === 'global teardown')).toHaveLength(1)
  expect(result.survivors).toEqual([])
  expect(result.exitCode).toBe(1)
})

test('bail does not wait for a file without services', async () => {
  const result = await runJestSuite({
    args: ['--bail', '--maxWorkers=2'],
    files: {
      'fails.test.ts': failing,
      'waits.test.ts': `const { note } = require('./events.cjs')
        const { readFileSync } = require('node:fs')
        test('waits', async () => {
          while (!readFileSync(process.env.CURFEW_INLINE_EVENTS, 'utf8').includes('begun')) await new Promise((resolve) => setTimeout(resolve, 10))
          note('waits')
          await new Promise((resolve) => setTimeout(resolve, 1_000_000))
        }, 2_000_000)`,
    },
  })
  expect(result.output).toContain('clean-up of mine is broken')
  expect(result.exitCode).toBe(1)
})

test('bail waits for a test in an endless loop until the limit of its services, and says for which', async () => {
  const result = await runJestSuite({
    args: ['--bail', '--maxWorkers=2'],
    config: `preset: '@curfew/jest', testEnvironmentOptions: { curfew: { limits: { totalStopTimeoutMs: 3000 } } }`,
    files: {
      'fails.test.ts': failing,
      'loops.test.ts': `${prelude}
        const test = base.extend(defineServices().service('db', () => server('db')))
        test('loops', async ({ db }) => {
          await until('begun')
          note('waits')
          for (;;);
        })`,
    },
  })
  expect(result.output).toContain('clean-up of mine is broken')
  expect(result.output).toMatch(/still clean up: loops\.test\.ts\.\n.*totalStopTimeoutMs, now 3000 ms/)
  expect(result.survivors).toEqual([])
  expect(result.exitCode).toBe(1)
})
