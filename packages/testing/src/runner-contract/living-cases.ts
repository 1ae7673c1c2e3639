import { expect } from 'vitest'
import type { RunnerCase } from './runner-case.ts'

const shared = `
      const test = base.extend(defineServices()
        .service('store', { scope: 'file' }, () => server())
        .service('api', { scope: 'file' }, ({ store }) => looped('api'))
        .service('own', ({ store }) => looped('own')))
      const seen: unknown[] = []
      /** Whether a service was seen by an earlier test. */
      const isNew = (service: unknown) => { const is = !seen.includes(service); seen.push(service); return is }
`

/** What a test is handed lives, whatever an earlier one did to it. */
export const livingCases: RunnerCase[] = [
  ...['stop', 'kill'].map((verb): RunnerCase => ({
    title: `contract 18, 28: after ${verb}() of a service of the file the next test, its hooks and its services have a new one`,
    tests: `
      ${shared}
      const views: string[] = []
      test.beforeEach(({ store }) => { note('beforeEach ' + store.state); views.push(String(isNew(store))) })
      test.afterEach(({ store }) => { note('afterEach ' + store.state) })
      test('first', ({ store, api }) => { isNew(api); note('first ' + store.pid) })
      test('ends it', async ({ store }) => { await store.${verb}(); note('ended ' + store.state) })
      test('next', async ({ store, own, services, scope }) => {
        process.kill(store.pid, 0)
        const [needed] = [...own.dependencies]
        note('next ' + [store.state, services.get('store') === store, (await scope.get('store')) === store, needed === store])
      })
      test('later', ({ store, api, own }) => {
        note('later ' + [api.state, isNew(api), [...api.dependencies][0] === store, [...own.dependencies][0] === store])
        note('views ' + views)
      })
    `,
    check({ events, test, file }) {
      expect(events.filter((event) => !/ (up|down)$/.test(event))).toEqual([
        'beforeEach running',
        expect.stringMatching(/^first \d+$/),
        'afterEach running',
        'beforeEach running',
        'ended stopped',
        'afterEach stopped',
        'beforeEach running',
        'next running,true,true,true',
        'afterEach running',
        'beforeEach running',
        'later running,true,true,true',
        'views true,false,true,false',
        'afterEach running',
      ])
      expect(['first', 'ends it', 'next', 'later'].map((name) => test(name).state)).toEqual(Array(4).fill('passed'))
      expect(file.state).toBe('passed')
    },
  })),
  {
    title: 'contract 28: a stop that nobody awaits, and that waits for a dependant, leaves the next tests new ones',
    tests: `
      const released = Promise.withResolvers<void>()
      const test = base.extend(defineServices()
        .service('disk', { scope: 'file' }, () => looped('disk'))
        .service('front', { scope: 'file' }, ({ disk }) => taskService({
          async run({ signal }) { await untilAborted(signal); await released.promise },
        })))
      const seen: { state: string }[] = []
      test('stops it', ({ disk, front }) => { seen.push(disk, front); void disk.stop() })
      plain('goes on', () => {
        note('goes on ' + seen.map(({ state }) => state))
        setTimeout(() => { note('released'); released.resolve() }, 50)
      })
      for (const name of ['next', 'later']) test(name, ({ disk, front }) => {
        const isNew = !seen.includes(disk as never) && !seen.includes(front as never)
        note(name + ' ' + [isNew, disk.state, front.state, [...front.dependencies][0] === disk])
      })
    `,
    check({ events, test, file }) {
      expect(events).toEqual([
        'disk up',
        'goes on running,stopping',
        'released',
        'disk down',
        'disk up',
        'next true,running,running,true',
        'later true,running,running,true',
        'disk down',
      ])
      expect(['stops it', 'next', 'later'].map((name) => test(name).state)).toEqual(Array(3).fill('passed'))
      expect(file).toMatchObject({ state: 'passed', errors: [] })
    },
  },
  {
    title: 'contract 28: hooks of the whole file are handed one that runs, too',
    tests: `
      ${shared}
      describe('first', () => {
        test.beforeAll(({ store }) => { note('beforeAll ' + isNew(store)) })
        test('ends it', async ({ store }) => { await store.stop() })
        test.afterAll(({ store }) => { note('afterAll ' + [isNew(store), store.state]) })
      })
      describe('second', () => {
        test.beforeAll(({ store }) => { note('beforeAll ' + [isNew(store), store.state]) })
        test('uses it', ({ store }) => { note('test ' + [isNew(store), store.state]) })
      })
    `,
    check({ events, file }) {
      expect(events).toEqual([
        'beforeAll true',
        'afterAll true,running',
        'beforeAll false,running',
        'test false,running',
      ])
      expect(file.state).toBe('passed')
    },
  },
  {
    title: 'contract 28: each attempt of a test is handed one that runs',
    tests: `
      ${shared}
      let attempts = 0
      retried(test, 'retried', 2, async ({ store }) => {
        note('attempt ' + [isNew(store), store.state])
        await store.kill()
        if (++attempts < 3) throw new Error('again')
      })
    `,
    check({ events, test }) {
      expect(events).toEqual(Array(3).fill('attempt true,running'))
      expect(test('retried').state, JSON.stringify(test('retried').errors)).toBe('passed')
    },
  },
  {
    title:
      'contract 1, 39: what exited as expected is replaced for who asks next, in the same test and in the next one',
    tests: `
      ${shared}
      test('same test', async ({ store, scope }) => {
        isNew(store)
        const exit = store.expectExit()
        process.kill(store.pid, 'SIGKILL')
        await exit
        const own = await scope.get('own')
        const next = await scope.get('store')
        process.kill(next.pid, 0)
        note('same test ' + [store.state, isNew(next), next.state, [...own.dependencies][0] === next])
        const again = next.expectExit()
        await next.signal('SIGKILL')
        await again
      })
      test('next test', ({ store }) => {
        process.kill(store.pid, 0)
        note('next test ' + [isNew(store), store.state])
      })
    `,
    check({ events, test }) {
      expect(events.filter((event) => !event.startsWith('own'))).toEqual([
        'same test stopped,true,running,true',
        'next test true,running',
      ])
      expect([test('same test').state, test('next test').state]).toEqual(['passed', 'passed'])
    },
  },
  {
    title: 'contract 39: a one-shot that ended well stays what it is for every test of the file',
    tests: `
      const test = base.extend(defineServices()
        .service('migration', { scope: 'file' }, () => taskService({ readyAfterFirst: true, run() { note('migrates') } }))
        .service('api', ({ migration }) => looped('api')))
      for (const name of ['one', 'two']) test(name, async ({ api, migration }) => { note(name + ' ' + migration.state) })
    `,
    check({ events }) {
      expect(events.filter((event) => !event.startsWith('api'))).toEqual(['migrates', 'one stopped', 'two stopped'])
    },
  },
  {
    title: 'contract 39: an exit that is expected as the last thing of a test fails nothing, whichever is seen first',
    tests: `
      const test = base.extend(defineServices().service('store', () => server()))
      const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
      for (const ms of [0, 1, 2, 3]) {
        test('process ' + ms, async ({ store }) => {
          void store.expectExit()
          process.kill(store.pid, 'SIGKILL')
          if (ms > 0) await pause(ms)
        })
        test('thread ' + ms, async ({ scope }) => {
          const module = path.join(scope.tempDir(), 'dies.mjs')
          writeFileSync(module, "import { parentPort } from 'node:worker_threads'\\nparentPort.on('message', (how) => { if (how === 'exit') process.exit(3); throw new Error('dies') })")
          for (const how of ['exit', 'throw']) {
            const thread = await threadService({ module, name: how }).start()
            void thread.expectExit()
            thread.post(how)
          }
          if (ms > 0) await pause(ms)
        })
        test('task ' + ms, async () => {
          let crash = () => {}
          const task = await taskService({ mayExit: false, run: () => new Promise((_, reject) => { crash = () => reject(new Error('dies')) }) }).start()
          void task.expectExit()
          crash()
          if (ms > 0) await pause(ms)
        })
      }
    `,
    check({ file }) {
      expect(file).toMatchObject({ state: 'passed', errors: [] })
    },
  },
]
