import { expect } from 'vitest'
import type { RunnerCase } from './runner-case.ts'

/** Services that start, stop and ask for others from inside. */
export const fromInsideCases: RunnerCase[] = [
  {
    title: 'contract 10: what is made in a test and stopped before it starts never starts',
    tests: `
      void base
      class Mine extends TaskService { async run() { note('runs') } }
      plain('one', async () => {
        const mine = new Mine()
        await mine.stop()
        const error = await mine.start().then(() => 'none', (error) => error.code)
        note([mine.state, error].join())
      })
    `,
    check({ events }) {
      expect(events).toEqual(['stopped,CURFEW_CANNOT_START'])
    },
  },
  {
    title: 'contract 9, 12: a service that waits for another one when its test ends fails nothing',
    tests: `
      class Never extends TaskService {
        constructor() { super({ intervalMs: 1000, startTimeoutMs: 60_000, ready: () => false } as any) }
        async run() {}
      }
      const test = base.extend(defineServices()
        .service('never', () => new Never())
        .service('store', () => looped('store', { quiesce: () => new Promise((quiet) => setTimeout(quiet, 50)) }))
        .service('idle', () => looped('idle')))
      test('get', async ({ scope }) => {
        await taskService({ name: 'asker', run: async () => { note('asks'); await scope.get('never') } }).start()
      })
      test('start', async () => {
        await taskService({ name: 'asker', mayExit: false, run: async () => { note('starts'); await new Never().start() } }).start()
      })
      test('too late', async ({ scope, store }) => {
        const closing = new Promise((resolve) => scope.signal.addEventListener('abort', resolve))
        await taskService({ name: 'asker', run: async () => { await closing; note('is late'); await scope.get('idle') } }).start()
      })
      test('of its own', async ({ scope }) => {
        await taskService({ name: 'asker', run: async () => { await scope.get('never').catch(() => { throw new Error('of its own') }) } }).start()
      })
    `,
    check({ events, test, errors }) {
      expect(events.filter((event) => !event.startsWith('store'))).toEqual(['asks', 'starts', 'is late'])
      for (const name of ['get', 'start', 'too late']) expect(errors(name)).toEqual([])
      expect(test('start').state).toBe('passed')
      expect(errors('of its own')).toEqual(['Service "asker" crashed: of its own'])
    },
  },
  {
    title: 'contract 18, 19: a service that stops what has to wait for it is told so at once',
    tests: `
      const told = (what: string) => (error: any) => { note(what + ': ' + [error.code, error.chain].join(' ')) }
      let done = Promise.withResolvers<void>()
      class Chaos extends TaskService {
        constructor(readonly acts: () => Promise<void>) { super() }
        async run({ signal }: any) {
          await this.acts()
          done.resolve()
          await untilAborted(signal)
        }
      }
      const test = base.extend(defineServices()
        .service('db', () => server())
        .service('api', ({ db }) => server())
        .service('other', () => server())
        .service('chaos', { on: 'node' , needs: ['api', 'node', 'db', 'other'] }, ({ api, node, db, other }) => {
          const chaos: Chaos = new Chaos(async () => {
            await api.stop().catch(told('need'))
            await db.kill().catch(told('need of a need'))
            await node.destroy().catch(told('node'))
            await findServicesFromAllSources().alive().graduallyStop().then(() => note('list stopped'), told('list'))
            await chaos.stop().catch(told('itself'))
            const exit = db.expectExit()
            await db.signal('SIGKILL')
            note('the way that works: ' + (await exit).signal)
          })
          return chaos
        }))
      test('one', async ({ chaos, api, other, services }) => {
        await done.promise
        note(services.alive().names().toSorted().join())
      })
      test('an onlooker', async ({ api }) => {
        done = Promise.withResolvers()
        const chaos = await new Chaos(async () => { await api.kill(); note('api ' + api.state) }).start()
        await done.promise
        note('chaos ' + chaos.state)
      })
    `,
    check({ events, test }) {
      expect(events).toEqual([
        'need: CURFEW_SELF_STOP chaos,api',
        'need of a need: CURFEW_SELF_STOP chaos,db',
        'node: CURFEW_SELF_STOP chaos,node',
        expect.stringMatching(/^list: CURFEW_SELF_STOP chaos/),
        'itself: CURFEW_SELF_STOP chaos',
        'the way that works: SIGKILL',
        'api,chaos,other',
        'api stopped',
        'chaos running',
      ])
      expect([test('one').state, test('an onlooker').state]).toEqual(['passed', 'passed'])
    },
  },
  {
    title: 'contract 17: what a service starts while it runs, or holds only since then, stops after it',
    tests: `
      const started = Promise.withResolvers<void>()
      class Supervisor extends TaskService {
        repo: unknown
        async run({ signal }: any) {
          note('supervisor up')
          await looped('worker', { name: 'worker' }).start()
          started.resolve()
          await untilAborted(signal)
          await new Promise((resolve) => setTimeout(resolve, 50))
          note('supervisor down')
        }
      }
      class Client { constructor(readonly store: unknown) {} }
      class Repo { readonly client: Client; constructor(store: unknown) { this.client = new Client(store) } }
      const test = base.extend(defineServices().service('store', () => looped('store')).service('supervisor', () => new Supervisor()))
      test('one', async ({ store, supervisor }) => {
        await started.promise
        supervisor.repo = new Repo(store)
      })
    `,
    check({ events, test }) {
      expect(events.slice(0, 3).toSorted()).toEqual(['store up', 'supervisor up', 'worker up'])
      expect(events[3]).toBe('supervisor down')
      expect(events.slice(4).toSorted()).toEqual(['store down', 'worker down'])
      expect(test('one').state).toBe('passed')
    },
  },
  {
    title: 'contract 29, 38: what had to be left behind and then throws keeps its own error',
    tests: `
      const test = base.extend(defineServices().service('late', () => taskService({ stopTimeoutMs: 0, async run({ signal }) {
        await untilAborted(signal)
        throw new Error('asked for')
      } })).service('over', () => taskService({ stopTimeoutMs: 100, async run(context) {
        await untilAborted(context.signal)
        // Its context is closed when it is left behind.
        for (;;) { try { void context.log } catch { break } await new Promise((resolve) => setTimeout(resolve, 1)) }
        throw new Error('could not flush')
      } })))
      test('one', async ({ over }) => {})
      test('asked for', async ({ late }) => {})
    `,
    check({ errors }) {
      expect(errors('one')).toEqual([
        expect.stringMatching(/"over" was killed/),
        expect.stringMatching(/"over".*could not flush/),
      ])
      expect(errors('asked for')).toEqual([])
    },
  },
]
