import { expect } from 'vitest'
import type { RunnerCase } from './runner-case.ts'

export const startCases: RunnerCase[] = [
  {
    title: 'contract 1, 2: what a test destructures starts at the same time, along the graph, before its body',
    tests: `
      const all = Promise.withResolvers<void>()
      let begun = 0
      // Ready only when all three have begun: one after the other would never get there.
      const together = (name: string) => taskService({
        startTimeoutMs: 60_000,
        intervalMs: 1000,
        run() { note(name + ' begins'); if (++begun === 3) all.resolve() },
        ready: () => all.promise.then(() => true),
      })
      const test = base.extend(defineServices()
        .service('a', () => together('a')).service('b', () => together('b')).service('c', () => together('c'))
        .service('d', ({ a, b }) => looped('d')))
      test('one', async ({ c, d }) => { note('body') })
    `,
    check({ events, test }) {
      expect(test('one').state).toBe('passed')
      expect(events.slice(0, 3).toSorted()).toEqual(['a begins', 'b begins', 'c begins'])
      expect(events.slice(3)).toEqual(['d up', 'body', 'd down'])
    },
  },
  {
    title: 'the time that services take to start is not the time of the test, nor of its hooks',
    tests: `
      const slow = (name: string) => looped(name, { ready: () => new Promise((ready) => setTimeout(ready, 2500, true)) })
      const test = base.extend(defineServices().service('slow', () => slow('slow')).service('late', () => slow('late')))
      test.beforeEach(async ({ late }) => { note('beforeEach ' + late.state) })
      withLimit(test, 'one', 2000, async ({ slow }) => { note('body ' + slow.state) })
    `,
    check({ events, test }) {
      expect(test('one').state).toBe('passed')
      expect(events.slice(2, 4)).toEqual(['beforeEach running', 'body running'])
    },
  },
  {
    title: 'contract 3, 7: a start that fails fails the test, and neither its hooks nor its body run',
    tests: `
      const test = base.extend(defineServices()
        .service('db', () => looped('db'))
        .service('api', ({ db }) => looped('api', { startTimeoutMs: 150, ready: () => false }))
        .service('web', ({ api }) => looped('web')))
      beforeEach(() => { note('beforeEach') })
      afterEach(() => { note('afterEach') })
      test('one', async ({ web }) => { note('body') })
    `,
    check({ events, test, errors }) {
      expect(events).toEqual(['db up', 'api up', 'api down', 'db down'])
      expect(test('one').state).toBe('failed')
      expect(errors('one')).toHaveLength(1)
      expect(errors('one')[0]).toMatch(/"web".*"api"/)
    },
  },
  {
    title: 'contract 3, 7: the lines of what did not start are in the cause of the error, which is shown with it',
    tests: `
      const test = base.extend(defineServices()
        .service('api', () => looped('api', { startTimeoutMs: 150, ready: () => false }))
        .service('web', ({ api }) => looped('web')))
      test('one', async ({ scope }) => {
        const error = await scope.get('web').then(() => undefined, (failed: any) => failed)
        note([error, error.cause].map(({ message }) => message.includes('api says hello')).join())
      })
    `,
    check({ events, test }) {
      expect(events).toContain('false,true')
      expect(test('one')).toMatchObject({ state: 'passed', errors: [] })
    },
  },
  {
    title: 'contract 8: the error of the start comes first, then what went wrong when it was rolled back',
    tests: `
      const test = base.extend(defineServices()
        .service('db', () => taskService({ async run({ signal }) { await untilAborted(signal); throw new Error('db does not stop well') } }))
        .service('api', ({ db }) => looped('api', { startTimeoutMs: 150, ready: () => false })))
      test('one', async ({ api }) => {})
    `,
    check({ errors }) {
      expect(errors('one')).toHaveLength(2)
      expect(errors('one')[0]).toContain('"api"')
      expect(errors('one')[1]).toContain('"db"')
    },
  },
  {
    title:
      'contract 7: a start that fails takes back all that the test asked of that catalog, what the file shares included',
    tests: `
      const test = base.extend(defineServices()
        .service('shared', { scope: 'file' }, () => looped('shared'))
        .service('other', () => looped('other'))
        .service('broken', async ({ shared, other }) => {
          // The others have long been ready by then.
          await new Promise((resolve) => setImmediate(resolve))
          throw new Error('no disk')
        }))
      test('one', async ({ shared, other, broken }) => { note('body') })
      test('two', async ({ shared }) => { note('two') })
    `,
    check({ events, test, errors }) {
      expect(events.slice(0, 2).toSorted()).toEqual(['other up', 'shared up'])
      expect(events.slice(2, 4).toSorted()).toEqual(['other down', 'shared down'])
      expect(events.slice(4)).toEqual(['shared up', 'two', 'shared down'])
      expect(errors('one')).toEqual([expect.stringContaining('no disk')])
      expect(test('two').state).toBe('passed')
    },
  },
  {
    title: 'contract 7: so does a hook of the file, for all that it asked of that catalog',
    tests: `
      const test = base.extend(defineServices()
        .service('shared', { scope: 'file' }, () => looped('shared'))
        .service('broken', { scope: 'file' }, async ({ shared }) => {
          await new Promise((resolve) => setImmediate(resolve))
          throw new Error('no disk')
        }))
      describe('block', () => {
        test.beforeAll(({ shared, broken }) => { note('beforeAll') })
        test('inside', async () => { note('inside') })
      })
      test('after', async ({ shared }) => { note('after') })
    `,
    check({ events, test }) {
      expect(events).toEqual(['shared up', 'shared down', 'shared up', 'after', 'shared down'])
      expect(test('after').state).toBe('passed')
    },
  },
  {
    title: 'contract 9, 12: a test that ends while a service starts late leaves nothing, and nothing of it runs late',
    tests: `
      const test = base.extend(defineServices()
        .service('db', () => looped('db'))
        .service('never', ({ db }) => looped('never', { ready: () => false })))
      withLimit(test, 'hangs', 200, async ({ scope }) => { await scope.get('never'); note('late') })
      test('next', async () => { await new Promise((resolve) => setTimeout(resolve, 100)); note('next') })
    `,
    check({ events, test, errors }) {
      expect(events).toEqual(['db up', 'never up', 'never down', 'db down', 'next'])
      expect(test('next').state).toBe('passed')
      expect(errors('hangs')).toEqual([expect.stringMatching(/timed out (in|after) 200ms|Exceeded timeout of 200 ms/)])
    },
  },
  {
    title: 'contract 13: a service of the file that did not start is not tried again for each test',
    tests: `
      const test = base.extend(defineServices().service('broken', { scope: 'file' }, () => { note('factory'); throw new Error('no disk') }))
      test('one', async ({ broken }) => { note('body') })
      test('two', async ({ broken }) => { note('body') })
    `,
    check({ events, errors }) {
      expect(events).toEqual(['factory'])
      const failed = 'The factory of service "broken" failed: no disk'
      expect(errors('one')).toEqual([failed])
      expect(errors('two')).toEqual([failed])
    },
  },
  {
    title: 'contract 44: a test that is skipped starts nothing, and no factory runs',
    tests: `
      const test = base.extend(defineServices().service('db', () => { note('factory'); return looped('db') }))
      test.skip('skipped', async ({ db }) => {})
      test.todo('todo')
      test('uses nothing', async () => {})
      describe.skip('suite', () => { test('inside', async ({ db }) => {}) })
    `,
    check({ events, test }) {
      expect(events).toEqual([])
      expect(test('uses nothing')).toMatchObject({ state: 'passed', verdicts: [] })
    },
  },
  {
    title: 'contract 4: mistakes of a catalog are all told at once, where it is given to a test',
    tests: `
      const wrong = defineServices().service('a', ({ b, missing }: any) => looped('a')).service('b', ({ a }: any) => looped('b'))
      let error: Error | undefined
      try { base.extend(wrong) } catch (caught) { error = caught as Error }
      plain('told', () => { note(error?.message.replaceAll('\\n', ' ') ?? 'none') })
    `,
    check({ events }) {
      expect(events.join()).toContain('missing')
      expect(events.join()).toMatch(/cycle|need each other/)
    },
  },
  {
    title: 'services, scope, node and cluster are there without being declared, and start only where they are used',
    tests: `
      base('node', async ({ node, services }) => { note('node ' + node.state + ' ' + services.names()) })
      base('cluster', async ({ cluster }) => { note('cluster ' + cluster.nodes.length) })
      base('nothing', async ({ services, scope }) => { note('nothing ' + services.length + ' ' + scope.signal.aborted) })
      const test = base.extend(defineServices().service('db', { on: 'node' }, () => looped('db')))
      test('on a node', async ({ db, scope }) => { note('db ' + db.state); note(String((await scope.get('node')).state)) })
    `,
    check({ events }) {
      expect(events).toEqual([
        'node running ',
        'cluster 3',
        'nothing 0 false',
        'db up',
        'db running',
        'running',
        'db down',
      ])
    },
  },
  {
    title: 'two catalogs in one test; a service that both share is one instance',
    tests: `
      const shared = defineServices().service('db', () => looped('db'))
      const test = base
        .extend(shared.service('api', ({ db }) => looped('api')))
        .extend(shared.service('admin', ({ db }) => looped('admin')))
      test('one', async ({ api, admin, db }) => { note('body') })
    `,
    check({ events }) {
      expect(events.filter((event) => event === 'db up')).toHaveLength(1)
      expect(events.at(-1)).toBe('db down')
    },
  },
]
