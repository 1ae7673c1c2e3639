import { installation, startSuiteProcess, type SuiteProcess, type SuiteProcessResult } from '@curfew/testing'
import {
  attemptCases,
  caseFiles,
  caseOutcome,
  type FileResult,
  type RunnerPrelude,
} from '@curfew/testing/runner-contract'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'

/** How a case begins under `node:test`. */
const prelude: RunnerPrelude = {
  source: `import { test as base } from './runner.ts'
import { describe } from 'node:test'
import process from 'node:process'
import { note as noteEvent } from './events.mjs'

const withLimit = (test: any, name: string, timeoutMs: number, body: any) => test(name, body, { timeout: timeoutMs })
`,
  // No case of a runner that is a page does without it.
  bareSource: '',
  fileOf: (index) => `case-${index}.test.ts`,
}

const fixtures = fileURLToPath(new URL('fixtures/node-test', import.meta.url))
const packagesDir = path.resolve(fixtures, '../../../../..')

/** Cases are TypeScript, some of it more than types. */
const typescript = ['--experimental-transform-types', '--no-warnings']

/** Runs tests by `node:test` with the runner package that is a page: the fixture `runner.ts`. */
function start(files: Readonly<Record<string, string>>, command: readonly string[]): SuiteProcess {
  const parent = installation({ packagesDir, packages: ['core', 'supervisor'], others: {}, mode: 'copied' })
  const read = (name: string): string => readFileSync(path.join(fixtures, name), 'utf8')
  const ours = {
    'package.json': '{ "type": "module" }',
    'runner.ts': read('runner.ts'),
    'reporter.ts': read('reporter.ts'),
  }
  return startSuiteProcess({ parent, files: { ...ours, ...files }, command })
}

describe('node:test', () => {
  let result: SuiteProcessResult
  let files: Readonly<Record<string, FileResult>>

  beforeAll(async () => {
    const names = attemptCases.map((_, index) => prelude.fileOf(index))
    const options = [...typescript, '--test', '--test-concurrency=2', '--test-reporter=./reporter.ts']
    result = await start(caseFiles(attemptCases, prelude), [...options, ...names]).done
    files = JSON.parse(readFileSync(path.join(result.dir, 'results.json'), 'utf8')) as typeof files
  })

  for (const [index, { title, check, failsFile }] of attemptCases.entries()) {
    test(title, () => {
      const file = files[prelude.fileOf(index)]
      if (file === undefined) throw new Error(`It was not run:\n${result.output}`)
      check(caseOutcome(index, result.events, file))
      expect(file.errors).toEqual(failsFile === undefined ? [] : [expect.stringMatching(failsFile)])
    })
  }

  test('contract 12, 22: nothing of it lives when the run is over', () => {
    expect(result.survivors).toEqual([])
  })
})

test('a signal stops the services of the test that runs in order, and no other test begins', async () => {
  const [file = ''] = Object.values(
    caseFiles(
      [
        {
          title: '',
          tests: `
            const test = base.extend(defineServices()
              .service('db', () => looped('db')).service('api', ({ db }) => server()).service('web', ({ api }) => looped('web')))
            test('one', async ({ web, signal }) => {
              signal.addEventListener('abort', () => note('signal: ' + signal.reason.message.split('\\n')[0]))
              note('body')
              await new Promise(() => {})
            })
            test('two', async ({ web }) => { note('two') })
          `,
          check: () => {},
        },
      ],
      prelude,
    ),
  )
  const running = start({ 'one.test.ts': file }, [...typescript, 'one.test.ts'])
  await running.event('0|body')
  running.kill('SIGINT')
  const { exitCode, events, survivors, output } = await running.done
  expect(events.map((event) => event.slice(2))).toEqual([
    'db up',
    'web up',
    'body',
    expect.stringMatching(/^signal: .*SIGINT/),
    'web down',
    'db down',
  ])
  expect(output).toContain('curfew: SIGINT: stopping the services')
  expect(exitCode).toBe(130)
  expect(survivors).toEqual([])
})
