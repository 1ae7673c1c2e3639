import { expect } from 'vitest'
import { outputCases } from './output-cases.ts'
import type { RunnerCase } from './runner-case.ts'
import { runnerCases } from './runner-cases.ts'

/** What a case of the shared table may use that takes more of a runner than a function which declares a test. */
const moreThanTests =
  /\b(plain|retried|expectedToFail|useFakeTimers|beforeEach|afterEach|beforeAll|afterAll|concurrent|expect)\b/

/** What these cases look at is the runner's own affair: its report of a time that is over, and a call of `process.exit()`. */
const ofTheRunner = /^contract 12: a test that times out|^a clean-up that ends the process/

/** What a runner promises of each attempt of a test, by `TestAttempt`, if it can do no more than to declare tests. */
const ofEachAttempt: readonly RunnerCase[] = [
  {
    title: 'contract 25, 26: the error of the body comes first, then what fails while services stop and are cleaned up',
    tests: `
      const test = base.extend(defineServices()
        .service('db', () => taskService({ async run({ signal, log }) {
          log.info('db says hello')
          await untilAborted(signal)
          throw new Error('db broke while stopping')
        } })))
      test('fails', async ({ db, scope }) => {
        scope.onCleanup(() => { note('clean-up'); throw new Error('of the clean-up') })
        throw new Error('of the body')
      })
      test('only its clean-up fails', async ({ scope }) => {
        scope.onCleanup(() => { throw new Error('of the clean-up') })
      })
      test('next', async () => { note('next') })
    `,
    check({ events, test, errors }) {
      expect(events).toEqual(['clean-up', 'next'])
      expect(errors('fails')).toEqual([
        'of the body',
        expect.stringContaining('"db"'),
        expect.stringContaining('of the clean-up'),
      ])
      expect(test('fails').errors[0]?.said).toContain('db says hello')
      expect(errors('only its clean-up fails')).toEqual([expect.stringContaining('of the clean-up')])
      expect(test('next').state).toBe('passed')
    },
  },
  {
    title: 'contract 39: a crash of a process ends the body of its test with the error of the service',
    tests: `
      const test = base.extend(defineServices().service('db', () => server()).service('api', ({ db }) => looped('api')))
      withLimit(test, 'crashes', 600_000, async ({ db, api, signal }) => {
        signal.addEventListener('abort', () => note('signal: ' + signal.reason.message.split('\\n')[0]))
        process.kill(db.pid, 'SIGKILL')
        await new Promise(() => {})
      })
      test('next', async ({ api }) => { note('next ' + api.state) })
    `,
    check({ events, test, errors }) {
      const crash = expect.stringMatching(/^Service "db" crashed: .*SIGKILL/)
      expect(errors('crashes')).toEqual([crash])
      expect(events).toEqual([
        'api up',
        expect.stringMatching(/^signal: Service "db" crashed/),
        'api down',
        'api up',
        'next running',
        'api down',
      ])
      expect(test('next').state).toBe('passed')
    },
  },
]

/**
 * The shared table as far as it is about attempts and takes no more than tests, and what is to be said of each attempt besides: for a
 * runner that is a page.
 */
export const attemptCases: readonly RunnerCase[] = [
  ...runnerCases.filter(
    (one) => !outputCases.includes(one) && !moreThanTests.test(one.tests) && !ofTheRunner.test(one.title),
  ),
  ...ofEachAttempt,
]
