import { runInlineSuite, type InlineSuite } from '@curfew/testing'
import { describe, expect, test } from 'vitest'

// This very suite runs in Vitest, whose variables are no part of the shell of the suites here.
const shell = {
  BASE_URL: 'http://of-the-shell',
  MODE: 'of-the-shell',
  DEV: undefined,
  PROD: undefined,
  SSR: undefined,
  FORCE_TTY: undefined,
  NODE_ENV: undefined,
}

const prelude = `import { completed, defineServices, logLine, processService, threadService } from '@curfew/core'
import { test as base } from '@curfew/vitest'
import { expect, vi } from 'vitest'

const names = ['BASE_URL', 'MODE', 'DEV', 'PROD', 'SSR', 'FORCE_TTY', 'NODE_ENV', 'VITEST', 'VITE_OF_FILE']
const printed = (env) => Object.fromEntries(names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])))
const services = defineServices()
  .service('process', () => processService({
    command: process.execPath,
    args: ['-e', 'console.log(JSON.stringify(process.env))'],
    ports: [],
    ready: completed(),
  }))
  .service('thread', () => threadService({ module: new URL('./thread.mjs', import.meta.url), ready: logLine(/^\\{/) }))
const test = base.extend(services)
const environments = async (scope) => {
  const { process: child, thread } = { process: await scope.get('process'), thread: await scope.get('thread') }
  return [child, thread].map(async (one) => printed(JSON.parse((await one.lastLines()).at(-1).text)))
}
`

const files = {
  '.env': 'VITE_OF_FILE=of-the-file',
  'thread.mjs': `import { defineThread } from '@curfew/core/thread'
export default defineThread(({ signal }) => {
  console.log(JSON.stringify(process.env))
  return new Promise((resolve) => signal.addEventListener('abort', resolve))
})`,
}

async function passes(suite: InlineSuite): Promise<void> {
  const { exitCode, output } = await runInlineSuite(suite)
  expect(output).toContain('passed')
  expect(exitCode, output).toBe(0)
}

describe.each([5, 4] as const)('in Vitest %i', (vitest) => {
  describe.each(['forks', 'threads'])('pool %s', (pool) => {
    test('services get the variables of the shell, not those that are for the code of the tests', async () => {
      await passes({
        vitest,
        config: `pool: '${pool}'`,
        env: shell,
        files: {
          ...files,
          'a.test.ts': `${prelude}
            test('reads', async ({ scope }) => {
              expect(process.env.MODE).toBe('test')
              for (const environment of await environments(scope)) {
                expect(await environment).toEqual({
                  BASE_URL: 'http://of-the-shell',
                  MODE: 'of-the-shell',
                  NODE_ENV: 'test',
                  VITEST: 'true',
                  VITE_OF_FILE: 'of-the-file',
                })
              }
            })`,
        },
      })
    })

    test('those that a file starts which imports only the core get them, too', async () => {
      await passes({
        vitest,
        config: `pool: '${pool}'`,
        env: shell,
        files: {
          ...files,
          'a.test.ts': `import { completed, defineServices, processService } from '@curfew/core'
            import { expect, test } from 'vitest'
            const services = defineServices().service('process', () => processService({
              command: process.execPath,
              args: ['-e', 'console.log(process.env.BASE_URL, process.env.MODE, process.env.DEV, process.env.SSR)'],
              ports: [],
              ready: completed(),
            }))
            test('reads', async () => {
              const stack = await services.start('process')
              const [{ text }] = await stack.process.lastLines()
              await stack.services.graduallyStop()
              await stack.stop()
              expect(process.env.MODE).toBe('test')
              expect(text).toBe('http://of-the-shell of-the-shell undefined undefined')
            })`,
        },
      })
    })

    test('what a test, a set-up file or the configuration sets is heard', async () => {
      await passes({
        vitest,
        config: `pool: '${pool}', setupFiles: ['./set-up.mjs'], env: { PROD: '1' }`,
        env: shell,
        files: {
          ...files,
          'set-up.mjs': `process.env.BASE_URL = 'http://of-the-set-up'`,
          'a.test.ts': `${prelude}
            test('sets', async ({ scope }) => {
              vi.stubEnv('MODE', 'staging')
              process.env.DEV = 'of-the-test'
              for (const environment of await environments(scope)) {
                expect(await environment).toEqual({
                  BASE_URL: 'http://of-the-set-up',
                  MODE: 'staging',
                  DEV: 'of-the-test',
                  PROD: '1',
                  NODE_ENV: 'test',
                  VITEST: 'true',
                  VITE_OF_FILE: 'of-the-file',
                })
              }
            })`,
        },
      })
    })
  })

  test('in one of several projects, whose configuration is read after Vite has written', async () => {
    const of = (mode: string): string => `import { defineConfig } from 'vitest/config'
      import { curfew } from '@curfew/vitest/plugin'
      export default defineConfig({ mode: '${mode}', plugins: [curfew()], test: { include: ['*.test.ts'] } })`
    const body = `${prelude}
      test('reads', async ({ scope }) => {
        for (const environment of await environments(scope)) expect(await environment).toEqual({ NODE_ENV: 'test', VITEST: 'true' })
      })`
    await passes({
      vitest,
      env: { ...shell, BASE_URL: undefined, MODE: undefined },
      files: {
        'vitest.config.mjs': `export default { test: { projects: ['one/vitest.config.mjs', 'two/vitest.config.mjs'] } }`,
        'one/thread.mjs': files['thread.mjs'],
        'two/thread.mjs': files['thread.mjs'],
        'one/vitest.config.mjs': of('test'),
        'one/a.test.ts': body,
        'two/vitest.config.mjs': of('staging'),
        'two/b.test.ts': body,
      },
    })
  })
})
