import { runInlineSuite, type InlineResult } from '@curfew/testing'
import { beforeAll, describe, expect, test } from 'vitest'

const server = `
import { createServer } from 'node:http'
createServer((_, response) => response.end('ok')).listen(Number(process.env.PORT), '127.0.0.1')
`

const prelude = `import { defineServices, processService, tcp, taskService } from '@curfew/core'
import { test as base } from '@curfew/vitest'
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { note } from './events.mjs'

const server = () => processService({
  command: process.execPath,
  args: ['server.mjs'],
  env: ({ port }) => ({ PORT: String(port) }),
  ready: tcp(),
})
`

const leaky = `${prelude}
const test = base.extend(defineServices().service('api', server))
test('leaves a process behind', async ({ api, scope }) => {
  const dir = scope.tempDir()
  note('dir ' + dir)
  const env = Object.fromEntries(
    readFileSync('/proc/' + api.pid + '/environ', 'utf8').split('\\0').filter(Boolean).map((line) => line.split(/=(.*)/s)),
  )
  await api.stop()
  // As if it had been on its way when the tree was killed.
  const child = spawn('sleep', ['1000'], { env, detached: true, stdio: 'ignore' })
  child.unref()
  note('leaked ' + child.pid)
})
test('leaves nothing', async ({ api }) => {})
`

function noted(result: InlineResult, what: string): string {
  return result.events.find((event) => event.startsWith(`${what} `))?.slice(what.length + 1) ?? ''
}

describe.each([5, 4] as const)('keepOnFailure in Vitest %i', (vitest) => {
  let result: InlineResult

  beforeAll(async () => {
    result = await runInlineSuite({
      vitest,
      curfew: '{ keepOnFailure: true }',
      files: {
        'server.mjs': server,
        'keep.test.ts': `${prelude}
const test = base.extend(defineServices()
  .service('store', { scope: 'file' }, server)
  .service('api', ({ store }) => server())
  .service('load', ({ api }) => taskService({ async run({ signal }) {
    await new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined)))
    note('load down')
  } })))
test('passes', async ({ api }) => { note('stopped ' + api.pid) })
test('fails', async ({ store, api, load, scope }) => {
  scope.onCleanup(() => note('cleanup'))
  note('store ' + store.pid)
  note('api ' + api.pid)
  throw new Error('of the body')
})
test.fails('is expected to fail', async ({ api }) => { throw new Error('expected') })
test('fails once', { retry: 1 }, async ({ api, task }) => {
  if ((task.result?.retryCount ?? 0) === 0) throw new Error('the first time')
})
`,
      },
    })
  })

  test('the processes of the test that failed are up after the run, and nothing else is', () => {
    const kept = [noted(result, 'store'), noted(result, 'api')].map(Number)
    expect(new Set(result.survivors.map(({ pid }) => pid))).toEqual(new Set(kept))
    expect(result.modules[0]?.tests.map(({ name, state }) => [name, state])).toEqual([
      ['passes', 'passed'],
      ['fails', 'failed'],
      ['is expected to fail', 'passed'],
      ['fails once', 'passed'],
    ])
    // A task lives in the worker; and what runs once services are gone does not run while they are not.
    expect(result.events).toContain('load down')
    expect(result.events).not.toContain('cleanup')
  })

  test('where they listen, where their logs are and how to stop them is told', () => {
    const said = result.output.slice(result.output.indexOf('services of failed tests are still up'))
    for (const name of ['store', 'api']) {
      const pid = noted(result, name)
      expect(said).toMatch(new RegExp(String.raw`${name}\n\s+pid +${pid}\n\s+address +main 127\.0\.0\.1:\d+`))
      expect(said).toContain(`kill -- -${pid}`)
    }
    expect(said).toContain('.curfew/runs/')
    expect(said).toMatch(/since they live in the worker: load\n/)
  })

  test('the verdict says kept', () => {
    const [verdict] = result.test('fails').artifacts as unknown as [{ verdict: { services: readonly object[] } }]
    expect(verdict.verdict.services).toContainEqual(
      expect.objectContaining({
        name: 'api',
        state: 'kept',
        outcome: expect.objectContaining({ how: 'kept', gone: false }),
      }),
    )
  })
})

test('contract 49: what outlives its service fails the test, named with service and place, and is killed', async () => {
  const result = await runInlineSuite({ files: { 'server.mjs': server, 'leaks.test.ts': leaky } })
  const [error] = result.test('leaves a process behind').errors
  expect(error?.message).toContain('test "leaves a process behind" started outlived its services')
  expect(error?.message).toMatch(
    new RegExp(
      `process +pid ${noted(result, 'leaked')} \\(sleep 1000.*of service "api", declared at leaks.test.ts:\\d+`,
    ),
  )
  expect(error?.message).toContain(`leaks: 'warn'`)
  expect(result.test('leaves nothing').state).toBe('passed')
  expect(noted(result, 'dir')).toContain('/.curfew/runs/')
  expect(result.survivors).toEqual([])
})

test('in a CI nothing is kept, which is said; leaks may be a warning', async () => {
  const result = await runInlineSuite({
    curfew: `{ keepOnFailure: true, leaks: 'warn' }`,
    env: { CI: 'true' },
    files: {
      'server.mjs': server,
      'leaks.test.ts': `${leaky}
test('fails', async ({ api }) => { throw new Error('of the body') })`,
    },
  })
  expect(result.test('leaves a process behind').state).toBe('passed')
  expect(result.output).toContain('curfew: 1 warning')
  expect(result.output).toContain(`pid ${noted(result, 'leaked')} (sleep 1000`)
  expect(result.output).toContain('keepOnFailure is ignored, since this is a CI (the environment has CI=true)')
  expect(result.survivors).toEqual([])
})
