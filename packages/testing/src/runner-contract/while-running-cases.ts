import { expect } from 'vitest'
import type { RunnerCase } from './runner-case.ts'

const crashing = `
      const crashing = () => taskService({ mayExit: false, async run({ log, signal }) {
        log.info('last words')
        const asked = Promise.withResolvers<void>()
        crashNow = asked.resolve
        await Promise.race([asked.promise, untilAborted(signal)])
        if (!signal.aborted) throw new Error('disk is gone')
      } })
      let crashNow = () => {}
      const test = base.extend(defineServices().service('db', () => crashing()).service('api', ({ db }) => looped('api')))
`

export const whileRunningCases: RunnerCase[] = [
  {
    title: 'contract 39: a crash fails its test at once, aborts its signal, and is told once with the last lines',
    tests: `
      ${crashing}
      afterEach(() => { note('afterEach') })
      // Its own limit is past that of the whole run.
      withLimit(test, 'one', 600_000, async ({ api, signal }) => {
        signal.addEventListener('abort', () => note('signal: ' + signal.reason.message.split('\\n')[0]))
        crashNow()
        await new Promise(() => {})
      })
      test('next', async ({ api, signal }) => { note('next ' + signal.aborted) })
    `,
    check({ events, test, errors }) {
      expect(events).toEqual([
        'api up',
        'signal: Service "db" crashed: disk is gone',
        'afterEach',
        'api down',
        'api up',
        'next false',
        'afterEach',
        'api down',
      ])
      expect(errors('one')).toEqual(['Service "db" crashed: disk is gone'])
      expect(`${test('one').errors[0]?.message}${test('one').errors[0]?.said}`).toContain('last words')
      expect(test('next').state).toBe('passed')
    },
  },
  {
    title: 'contract 39: it also fails a test that is expected to fail, and one whose body is over',
    tests: `
      ${crashing}
      expectedToFail(test)('expected to fail', async ({ api }) => { crashNow(); await new Promise(() => {}) })
      expectedToFail(test)('fails as expected', async ({ api }) => { throw new Error('as expected') })
      describe('late', () => {
        test('after the body', async ({ db }) => {})
        afterEach(async () => { crashNow(); await new Promise((resolve) => setTimeout(resolve, 50)) })
      })
    `,
    check({ test, errors }) {
      expect(test('expected to fail').state).toBe('failed')
      expect(errors('expected to fail')).toContain('Service "db" crashed: disk is gone')
      expect(test('fails as expected').state).toBe('passed')
      expect(test('late > after the body').state).toBe('failed')
      expect(errors('late > after the body')).toEqual(['Service "db" crashed: disk is gone'])
    },
  },
  {
    title: 'the signal of a test that passed never aborts',
    tests: `
      const test = base.extend(defineServices().service('db', () => looped('db')))
      let before: AbortSignal
      test('one', async ({ db, signal }) => { before = signal })
      test('next', () => { note('aborted ' + before.aborted) })
    `,
    check({ events }) {
      expect(events.at(-1)).toBe('aborted false')
    },
  },
  {
    title: 'contract 39: an exit that the test expects fails nothing',
    tests: `
      ${crashing}
      test('one', async ({ db }) => {
        const exit = db.expectExit()
        crashNow()
        note(String((await exit).error))
      })
    `,
    check({ events, test }) {
      expect(test('one').state).toBe('passed')
      expect(events).toEqual(['Error: disk is gone'])
    },
  },
  {
    title: 'contract 39, 45: a retry after a crash has new services and a signal that is not aborted',
    tests: `
      ${crashing}
      let attempt = 0
      retried(test, 'one', 1, async ({ db, signal }) => {
        note('attempt ' + ++attempt + ' ' + signal.aborted)
        if (attempt > 1) return
        crashNow()
        await new Promise(() => {})
      })
    `,
    check({ events, test }) {
      expect(events).toEqual(['attempt 1 false', 'attempt 2 false'])
      expect(test('one').state).toBe('passed')
    },
  },
  {
    title: 'contract 40: an iteration that throws fails the test, or is logged where it is declared to be',
    tests: `
      const done = Promise.withResolvers<void>()
      const test = base.extend(defineServices()
        .service('strict', () => taskService({ intervalMs: 1, run() { throw new Error('iteration broke') } }))
        .service('lax', () => taskService({ intervalMs: 1, onError: 'continue', run({ iteration }) { if (iteration === 3) done.resolve(); throw new Error('iteration broke') } })))
      test('strict', async ({ strict }) => { await new Promise(() => {}) })
      test('lax', async ({ lax }) => { await done.promise })
    `,
    check({ test, errors }) {
      expect(errors('strict')[0]).toContain('iteration broke')
      expect(test('lax').state).toBe('passed')
    },
  },
  {
    title: 'contract 43: concurrent tests have services and lists of their own',
    tests: `
      let instances = 0
      const test = base.extend(defineServices().service('db', () => { const tag = 'db' + ++instances; return looped(tag, { tags: [tag] }) }))
      const both = Promise.withResolvers<void>()
      let inside = 0
      for (const name of ['one', 'two']) {
        test.concurrent(name, async ({ db, services }) => {
          if (++inside === 2) both.resolve()
          await both.promise
          const isMine = services.names().join() === 'db' && [...findServicesFromAllSources()][0] === db
          if (name === 'one') await services.stop()
          else await new Promise((resolve) => setTimeout(resolve, 50))
          note(name + ' ' + isMine + ' ' + db.isServiceAlive())
        })
      }
    `,
    check({ events, test }) {
      expect(test('one').state).toBe('passed')
      expect(test('two').state).toBe('passed')
      expect(events).toContain('one true false')
      expect(events).toContain('two true true')
    },
  },
  {
    title: 'fake timers of a test do not reach the engine',
    tests: `
      const test = base.extend(defineServices().service('tick', () => taskService({ intervalMs: 5, readyAfterFirst: true, async run({ sleep }) { await sleep(5) } })))
      test('one', async ({ scope }) => {
        useFakeTimers()
        try {
          const tick = await scope.get('tick')
          await tick.stop()
          note(tick.state)
        } finally {
          useRealTimers()
        }
      })
      test('until the end', async ({ tick }) => { useFakeTimers() })
      test('real again', () => { useRealTimers() })
    `,
    check({ events, test }) {
      expect(events).toEqual(['stopped'])
      expect(test('until the end').state).toBe('passed')
      expect(test('real again').state).toBe('passed')
    },
  },
  {
    title: "services that a plain test of the runner's own starts by hand belong to that test",
    tests: `
      class Loop extends TaskService {
        async run({ signal }: { signal: AbortSignal }) { note('up'); await untilAborted(signal); note('down') }
      }
      // Where the package is imported, every test has a scope.
      void base
      plain('one', async () => { await new Loop().start(); note('body ' + findServicesFromAllSources().names()) })
      plain('two', () => { note('two ' + findServicesFromAllSources().names().length) })
    `,
    check({ events }) {
      expect(events).toEqual(['up', 'body loop', 'down', 'two 0'])
    },
  },
]
