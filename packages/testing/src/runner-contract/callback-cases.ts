import { expect } from 'vitest'
import type { RunnerCase } from './runner-case.ts'

/** Where a callback runs: `own` where it sees the services of the test that it belongs to and no others. */
const seeing = `
      const seen = (what: string, mine: string) => {
        const tags = [...findServicesFromAllSources()].map((service) => service.tags[0])
        const others = tags.filter((tag) => tag !== mine)
        note(what + ': ' + (others.length > 0 ? 'sees ' + others : tags.length === 0 ? 'sees nothing' : 'own'))
      }
      const startIn = async (what: string) => {
        try {
          await taskService({ name: 'late', tags: [what], run: () => {} }).start()
          note(what + ': may start')
        } catch (error) {
          note(what + ': ' + (error as { code?: string }).code)
        }
      }
      const program = "process.on('SIGUSR2', () => console.log('asked')); setInterval(() => {}, 1e6); console.log('up')"
      let made = 0
`

export const callbackCases: RunnerCase[] = [
  {
    title: 'contract 43: every callback runs in the test that registered it, whatever other tests run beside it',
    tests: `
      ${seeing}
      const watched = () => {
        const mine = 'test' + ++made
        const from = <T>(what: string, value: T) => { seen(what, mine); return value }
        return processService({
          tags: [mine],
          command: () => from('command', process.execPath),
          args: () => from('args', ['-e', program]),
          env: () => from('env', {}),
          cwd: () => from('cwd', process.cwd()),
          prepare: () => seen('prepare', mine),
          ports: [],
          ready: [logLine(/up/), () => from('ready', true)],
          quiesce: () => seen('quiesce', mine),
          cleanup: () => seen('cleanup', mine),
        })
      }
      const test = base.extend(defineServices()
        .service('api', () => watched())
        .service('loop', { needs: ['api'] }, ({ api }) => {
          const mine = api.tags[0]!
          seen('factory', mine)
          return taskService({ tags: [mine], async run({ signal }) {
            seen('task', mine)
            signal.addEventListener('abort', () => seen('signal of a task', mine))
            await untilAborted(signal)
          } })
        }))
      const both = Promise.withResolvers<void>()
      let inside = 0
      for (const name of ['one', 'two']) {
        test.concurrent(name, async ({ api, loop, scope }) => {
          const mine = api.tags[0]!
          const asked = Promise.withResolvers<void>()
          api.onLine(({ text }) => {
            if (text !== 'asked') return
            seen('line', mine)
            asked.resolve()
          })
          scope.signal.addEventListener('abort', () => { seen('signal of the scope', mine) })
          scope.onCleanup(() => { seen('onCleanup', mine) })
          if (++inside === 2) both.resolve()
          await both.promise
          await api.signal('SIGUSR2')
          await asked.promise
          const exit = api.expectExit().then(() => seen('expectExit', mine))
          await loop.stop()
          await api.kill()
          await exit
        })
      }
    `,
    check({ events, test }) {
      expect([test('one').state, test('two').state]).toEqual(['passed', 'passed'])
      const callbacks = [
        'args',
        'cleanup',
        'command',
        'cwd',
        'env',
        'expectExit',
        'factory',
        'line',
        'onCleanup',
        'prepare',
        'ready',
        'signal of a task',
        'signal of the scope',
        'task',
      ]
      expect([...events].toSorted()).toEqual(callbacks.flatMap((name) => [`${name}: own`, `${name}: own`]).toSorted())
    },
  },
  {
    title:
      "contract 43: a listener of one test's output acts on the services of that test only, and starts in its scope",
    tests: `
      ${seeing}
      const test = base.extend(defineServices().service('api', () => processService({
        tags: ['core', 'test' + ++made],
        command: process.execPath,
        args: ['-e', program],
        ports: [],
        ready: logLine(/up/),
      })))
      const both = Promise.withResolvers<void>()
      const over = Promise.withResolvers<void>()
      let inside = 0
      for (const name of ['one', 'two']) {
        test.concurrent(name, async ({ api, scope }) => {
          scope.onCleanup(() => startIn(name + ' clean-up'))
          if (++inside === 2) both.resolve()
          await both.promise
          if (name === 'one') {
            const acted = Promise.withResolvers<void>()
            api.onLine(({ text }) => {
              if (text !== 'asked') return
              acted.resolve(startIn(name + ' line').then(async () => {
                await findServicesFromAllSources().findByTags('core').alive().kill()
              }))
            })
            await api.signal('SIGUSR2')
            await acted.promise
            note('one: ' + scope.services.names() + ' ' + api.isServiceAlive())
            over.resolve()
          } else {
            await over.promise
            note('two: ' + scope.services.names() + ' ' + api.isServiceAlive())
          }
        })
      }
    `,
    check({ events, test }) {
      expect([test('one').state, test('two').state]).toEqual(['passed', 'passed'])
      expect([...events].toSorted()).toEqual([
        'one clean-up: CURFEW_SCOPE_CLOSED',
        'one line: may start',
        'one: api,late false',
        'two clean-up: CURFEW_SCOPE_CLOSED',
        'two: api true',
      ])
    },
  },
  {
    title: 'a service is cleaned up when it is gone, before what it needs stops, once, whoever stops it',
    tests: `
      const test = base.extend(defineServices()
        .service('db', () => looped('db', { cleanup: () => { note('clean db') } }))
        .service('api', ({ db }) => looped('api', { cleanup: () => { note('clean api, db ' + db.state) } })))
      test('one', async ({ api, db }) => {
        note(String(await api.cleanup().catch((error: { code: string }) => error.code)))
        await db.stop()
        await api.cleanup()
        note('body over')
      })
    `,
    check({ events, test }) {
      expect(test('one').state).toBe('passed')
      expect(events.slice(2)).toEqual([
        'CURFEW_CLEANUP_REFUSED',
        'api down',
        'clean api, db running',
        'db down',
        'clean db',
        'body over',
      ])
    },
  },
  {
    title: 'a clean-up that ends the process does not: the rest is cleaned up, and the test fails with it',
    tests: `
      const test = base.extend(defineServices().service('db', () => looped('db', { cleanup: () => { process.exit(4) } })))
      test('one', async ({ db, scope }) => {
        scope.onCleanup(() => { note('first registered') })
        scope.onCleanup(() => { process.exit(3) })
        scope.onCleanup(() => { note('last registered') })
      })
      test('next', () => { note('next') })
    `,
    check({ events, test, errors }) {
      expect(events).toEqual(['db up', 'db down', 'last registered', 'first registered', 'next'])
      expect(test('one').state).toBe('failed')
      expect(errors('one').join()).toMatch(/clean-up of service "db" failed.*process\.exit.*4/)
      expect(errors('one').join()).toMatch(/clean-up callback of test "one" failed.*process\.exit.*3/)
      expect(test('next').state).toBe('passed')
    },
  },
]
