import { runInlineSuite, startInlineSuite, type InlineSuite } from '@curfew/testing'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'

const prelude = `import { defineServices, processService, taskService } from '@curfew/core'
import { test as base } from '@curfew/vitest'
import { afterEach, describe, expect, test as plain } from 'vitest'
import { note } from './events.mjs'

const looped = (name: string) => taskService({
  async run({ signal }) {
    note(name + ' up')
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
    note(name + ' down')
  },
})
// It lives until it is told to stop.
const server = () => processService({ command: process.execPath, args: ['-e', 'setInterval(() => {}, 1000)'], ports: [] })
`

const usingServices = `${prelude}
const test = base.extend(defineServices().service('db', () => server()).service('api', ({ db }) => looped('api')))
test('one', async ({ api, db, services }) => {
  expect(db.isAlive()).toBe(true)
  expect(services.names().toSorted()).toEqual(['api', 'db'])
})
test('crash', { timeout: 600_000 }, async ({ db }) => {
  await db.signal('SIGKILL')
  await new Promise(() => {})
})
`

describe.each([5, 4] as const)('in Vitest %i', (vitest) => {
  const allPools = vitest === 5 ? ['forks', 'threads', 'vmForks', 'vmThreads'] : ['forks', 'threads', 'vmThreads']

  test.for(['copied', 'linked'] as const)(
    'all pools behave the same, as projects, with packages %s',
    async (install) => {
      // Inlining takes its time, so that not every pool is run twice.
      const pools = allPools.filter((pool) => install === 'copied' || /^(threads|vmThreads)$/.test(pool))
      const projects = pools.map((pool) => `{ extends: true, test: { name: '${pool}', pool: '${pool}' } }`)
      const own = `{ plugins: [curfew()], test: { name: 'own', include: ['**/*.test.ts'] } }`
      const result = await runInlineSuite({
        vitest,
        install,
        files: { 'a.test.ts': usingServices },
        config: `projects: [${[...projects, own].join(', ')}]`,
      })

      expect(result.modules.map(({ project }) => project).toSorted()).toEqual([...pools, 'own'].toSorted())
      for (const { project, tests, errors } of result.modules) {
        expect(errors, project).toEqual([])
        expect(
          tests.map(({ name, state }) => `${name} ${state}`),
          project,
        ).toEqual(['one passed', 'crash failed'])
        const [error, ...more] = tests[1]?.errors ?? []
        expect(more, project).toEqual([])
        expect(error?.message, project).toMatch(/^Service "db" crashed: signal SIGKILL/)
        // In pools with a vm nothing maps a place to the source.
        expect(error?.stack, project).toMatch(project.startsWith('vm') ? /a\.test\.ts:\d+:\d+/ : /a\.test\.ts:14:22/)
      }
      expect(result.unhandledErrors).toEqual([])
      expect(result.survivors).toEqual([])
    },
  )

  test('contract 12: bail stops the services of tests that run, and of those that are starting', async () => {
    const result = await runInlineSuite({
      vitest,
      args: ['--bail=1'],
      config: 'maxWorkers: 2',
      files: {
        'fails.test.ts': `${prelude}
          const test = base.extend(defineServices().service('other', () => looped('other')))
          test('fails', async ({ other }) => {
            const { existsSync, readFileSync } = await import('node:fs')
            const noted = () => readFileSync(process.env.CURFEW_INLINE_EVENTS!, 'utf8')
            while (!noted().includes('slow begins')) await new Promise((resolve) => setTimeout(resolve, 10))
            throw new Error('enough')
          })`,
        'running.test.ts': `${prelude}
          const slow = () => taskService({ async run({ signal }) { note('slow begins'); await new Promise((resolve) => signal.addEventListener('abort', resolve)) }, ready: () => new Promise(() => {}) })
          const test = base.extend(defineServices().service('db', () => server()).service('api', ({ db }) => looped('api')).service('slow', ({ api }) => slow()))
          test('runs', async ({ slow }) => { note('body') })`,
      },
    })
    expect(result.events).toEqual(
      expect.arrayContaining(['other up', 'api up', 'slow begins', 'other down', 'api down']),
    )
    expect(result.events).not.toContain('body')
    expect(result.test('runs').errors).toEqual([])
    expect(result.test('runs').state).toBe('skipped')
    expect(result.survivors).toEqual([])
    expect(result.unhandledErrors).toEqual([])
    expect(result.exitCode).toBe(1)
  })

  test('filters and shards run what they select, and start nothing else', async () => {
    const file = (name: string) => `${prelude}
      const test = base.extend(defineServices().service('db', () => looped('${name}')))
      test('wanted', async ({ db }) => {})
      test('other', async ({ db }) => {})`
    const result = await runInlineSuite({
      vitest,
      args: ['-t', 'wanted', '--shard=1/2'],
      files: { 'a.test.ts': file('a'), 'b.test.ts': file('b') },
    })
    expect(result.exitCode).toBe(0)
    expect(result.modules).toHaveLength(1)
    expect(result.events).toHaveLength(2)
  })

  test('contrast: without the plugin, a test says what is missing, and tests without services run as ever', async () => {
    const result = await runInlineSuite({
      vitest,
      curfew: null,
      files: {
        'a.test.ts': `${prelude}
          const test = base.extend(defineServices().service('db', () => looped('db')))
          test('uses a service', async ({ db }) => {})
          test('uses none', () => {})
          plain('of Vitest', () => {})`,
      },
    })
    expect(result.events).toEqual([])
    expect(result.test('uses a service').errors[0]?.message).toMatch(/"db".*\n.*curfew\(\).*@curfew\/vitest\/plugin/)
    expect(result.test('uses none').state).toBe('passed')
    expect(result.test('of Vitest').state).toBe('passed')
  })

  test('options: nodes from a module of the project; limits; a wrong option is refused by name', async () => {
    const files = {
      'nodes.ts': `import { localCluster, localNode } from '@curfew/core'
        export default ({ size }: { size: number }) => ({ name: 'ours', node: () => localNode(), cluster: () => localCluster({ size }) })`,
      'a.test.ts': `${prelude}
        const test = base.extend(defineServices().service('deaf', () => taskService({ run: () => new Promise(() => {}) })))
        test('cluster', async ({ cluster }) => { note('nodes ' + cluster.nodes.length) })
        test('deaf', async ({ deaf }) => {})`,
    }
    const curfew = `{ nodes: { module: './nodes.ts', options: { size: 2 } }, limits: { stopTimeoutMs: 50, killTimeoutMs: 50 } }`
    const [good, bad] = await Promise.all([
      runInlineSuite({ vitest, files, curfew }),
      runInlineSuite({ vitest, files, curfew: `{ limits: { stopTimeout: 1 }, signal: true }` }),
    ])
    expect(good.test('cluster').errors).toEqual([])
    expect(good.events).toEqual(['nodes 2'])
    expect(good.test('deaf').errors[0]?.message).toContain('"deaf"')
    expect(good.test('deaf').artifacts).toMatchObject([{ verdict: { services: [{ outcome: { stopTimeoutMs: 50 } }] } }])
    expect(bad.exitCode).toBe(1)
    expect(bad.output).toContain('"limits.stopTimeout" is no option')
    expect(bad.output).toContain('"signal" is no option')
  })

  test('unused, nothing of it is loaded but the set-up file, and nothing is left in the project', async () => {
    const result = await runInlineSuite({
      vitest,
      files: {
        'a.test.ts': `import { expect, test, TestRunner } from 'vitest'
          import { existsSync } from 'node:fs'
          test('plain', ({ task }) => {
            const symbols = Object.getOwnPropertySymbols(globalThis).map(String)
            expect(symbols.filter((name) => name.includes('curfew'))).toEqual(['Symbol(curfew/vitest/register@1)'])
            expect(TestRunner.getSuiteHooks(task.file)).toMatchObject({ aroundAll: [], aroundEach: [] })
            expect(existsSync('.curfew')).toBe(false)
          })`,
      },
    })
    expect(result.test('plain').errors).toEqual([])
  })
})

describe.each([5, 4] as const)('signals in Vitest %i', (vitest) => {
  const waiting = (pool: string): InlineSuite => ({
    vitest,
    config: `pool: '${pool}'`,
    files: {
      'a.test.ts': `${prelude}
        const test = base.extend(defineServices().service('db', () => server()).service('api', ({ db }) => looped('api')))
        afterEach(() => { note('afterEach') })
        test('waits', { timeout: 60_000 }, async ({ api, db }) => {
          note('db ' + db.isAlive())
          await new Promise(() => {})
        })`,
    },
  })

  test.for([
    ['SIGINT', 'forks', 'main', 130],
    ['SIGINT', 'forks', 'group', 130],
    ['SIGTERM', 'threads', 'main', 143],
    ['SIGHUP', 'forks', 'group', 129],
  ] as const)(
    'contract 50: %s with %s, to the %s: services stop in order, and the exit code says which',
    async ([signal, pool, to, exitCode]) => {
      const suite = startInlineSuite(waiting(pool))
      await suite.event('db true')
      if (to === 'main') suite.kill(signal)
      else suite.killGroup(signal)
      const result = await suite.done
      expect(result.events).toEqual(['api up', 'db true', 'afterEach', 'api down'])
      expect({ exitCode: result.exitCode, signal: result.signal }).toEqual({ exitCode, signal: null })
      expect(result.survivors).toEqual([])
      expect(result.output).toContain(`curfew: ${signal}`)
    },
  )
})

test.each([5, 4] as const)(
  'watch mode in Vitest %i: nothing is left between runs, and each run starts anew',
  async (vitest) => {
    const suite = startInlineSuite({
      vitest,
      command: 'watch',
      files: {
        'a.test.ts': `${prelude}
        const test = base.extend(defineServices().service('db', () => server()).service('api', ({ db }) => looped('api')))
        test('one', async ({ api, db }) => { note('first ' + db.isAlive()) })`,
        'ended.ts': `import { note } from './events.mjs'
        export default class Ended { runs = 0; onTestRunEnd() { note('run ' + ++this.runs + ' ended') } }`,
      },
      args: ['--reporter=./ended.ts'],
    })
    const change = (text: string): void => {
      const file = path.join(suite.dir, 'a.test.ts')
      writeFileSync(file, readFileSync(file, 'utf8').replace(/'(first|second) '/, `'${text} '`))
    }
    await suite.event('run 1 ended')
    change('second')
    await suite.event('run 2 ended')
    suite.kill('SIGINT')
    const result = await suite.done
    expect(result.events).toEqual([
      'api up',
      'first true',
      'api down',
      'run 1 ended',
      'api up',
      'second true',
      'api down',
      'run 2 ended',
    ])
    expect(result.survivors).toEqual([])
  },
)
