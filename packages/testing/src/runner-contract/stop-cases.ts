import { expect } from 'vitest'
import type { RunnerCase } from './runner-case.ts'

export const stopCases: RunnerCase[] = [
  {
    title: 'contract 14, 15, 21, 22: dependants stop first, hooks run before, clean-up after, the next test last',
    tests: `
      const test = base.extend(defineServices()
        .service('db', () => looped('db'))
        .service('api', ({ db }) => looped('api'))
        .service('admin', ({ db }) => looped('admin', { stopPriority: 60 }))
        .service('web', ({ api, admin }) => looped('web')))
      describe('hooks', () => {
        afterEach(() => { note('afterEach') })
        test('one', async ({ web, scope }) => {
          scope.onCleanup(() => { note('cleanup 1') })
          scope.onCleanup(() => { note('cleanup 2') })
          note('body')
        })
      })
      test('two', async () => { note('next test') })
    `,
    check({ events }) {
      expect(events.slice(4)).toEqual([
        'body',
        'afterEach',
        'web down',
        'api down',
        'admin down',
        'db down',
        'cleanup 2',
        'cleanup 1',
        'next test',
      ])
    },
  },
  {
    title: 'contract 18: stopped by hand during the test, its dependants stop first, and nothing stops twice',
    tests: `
      const test = base.extend(defineServices()
        .service('db', () => looped('db', { tags: ['core'] }))
        .service('api', ({ db }) => looped('api')))
      test('one', async ({ api, db, services }) => {
        await services.findByTags('core').alive().stop().waitTillStopped(1000)
        note(api.state + ' ' + db.state)
      })
    `,
    check({ events, test }) {
      expect(events).toEqual(['db up', 'api up', 'api down', 'db down', 'stopped stopped'])
      expect(test('one').state).toBe('passed')
    },
  },
  {
    title: 'contract 25, 26, 27: a test that passed fails with what went wrong while stopping; the rest still stops',
    tests: `
      const failing = (name: string) => taskService({ async run({ signal }) { await untilAborted(signal); note(name + ' throws'); throw new Error(name + ' broke while stopping') } })
      const test = base.extend(defineServices()
        .service('db', () => looped('db'))
        .service('api', ({ db }) => failing('api'))
        .service('web', ({ api }) => failing('web')))
      test('one error', async ({ api }) => {})
      test('two errors', async ({ web }) => {})
      test('three errors', async ({ web }) => { throw new Error('of the body') })
    `,
    check({ events, test, errors }) {
      expect(test('one error').state).toBe('failed')
      expect(errors('one error')).toEqual([expect.stringMatching(/"api".*broke while stopping/)])
      expect(errors('two errors')).toEqual([expect.stringContaining('"web"'), expect.stringContaining('"api"')])
      expect(errors('three errors')).toEqual([
        'of the body',
        expect.stringContaining('"web"'),
        expect.stringContaining('"api"'),
      ])
      expect(events.slice(-4)).toEqual(['db up', 'web throws', 'api throws', 'db down'])
    },
  },
  {
    title: 'contract 29, 38: what does not stop is left behind loudly, after its own limit, and siblings stop',
    tests: `
      const test = base.extend(defineServices()
        .service('deaf', () => taskService({ stopTimeoutMs: 100, run: () => new Promise(() => {}) }))
        .service('good', () => looped('good')))
      test('one', async ({ deaf, good }) => {})
      expectedToFail(test)('expected to fail', async ({ deaf }) => { throw new Error('as expected') })
    `,
    check({ events, test, errors }) {
      expect(events).toEqual(['good up', 'good down'])
      expect(errors('one').join()).toMatch(/"deaf"/)
      expect(test('expected to fail').state).toBe('failed')
      expect(errors('expected to fail').join()).toMatch(/"deaf"/)
    },
  },
  {
    title: 'contract 47, 48: the verdict of a test is data, with the lines that a service wrote while it stopped',
    tests: `
      const test = base.extend(defineServices().service('db', () => looped('db', { tags: ['core'] })))
      test('one', async ({ db }) => {})
      test('fails', async ({ db }) => { expect(1).toBe(2) })
    `,
    check({ test }) {
      expect(test('one').verdicts).toMatchObject([
        {
          kind: 'test',
          stopOrder: ['db'],
          errors: [],
          services: [
            { name: 'db', runtime: 'task', tags: ['core'], outcome: { how: 'stopped', gone: true, errors: [] } },
          ],
        },
      ])
      // What it writes while it stops is in the verdict; a failure quotes what came before.
      const lastLines = [
        expect.objectContaining({ text: 'db says hello' }),
        expect.objectContaining({ text: 'db says goodbye' }),
      ]
      for (const name of ['one', 'fails']) expect(test(name).verdicts).toMatchObject([{ services: [{ lastLines }] }])
      expect(test('fails').errors[0]?.said).toContain('db says hello')
    },
  },
  {
    title: 'contract 12: a test that times out is torn down, and its failure shows what its services said',
    tests: `
      const test = base.extend(defineServices().service('db', () => looped('db')).service('quiet', () => taskService({ intervalMs: 50, run() {} })))
      withLimit(test, 'hangs', 100, async ({ db, quiet, signal }) => {
        signal.addEventListener('abort', () => note('signal'))
        await new Promise(() => {})
      })
    `,
    check({ events, test }) {
      expect(events).toEqual(['db up', 'signal', 'db down'])
      expect(test('hangs').errors).toHaveLength(1)
      expect(test('hangs').errors[0]?.said).toMatch(/db +log +\| db says hello/)
      expect(test('hangs').errors[0]?.said).toContain('No output: quiet')
    },
  },
  {
    title: 'contract 45: every retry has a new scope',
    tests: `
      let instances = 0
      const test = base.extend(defineServices().service('db', () => looped('db' + ++instances)))
      let attempts = 0
      retried(test, 'retried', 2, async ({ db }) => { if (++attempts < 3) throw new Error('again') })
    `,
    check({ events, test }) {
      expect(events).toEqual([1, 2, 3].flatMap((instance) => [`db${instance} up`, `db${instance} down`]))
      expect(test('retried').state).toBe('passed')
      expect(test('retried').verdicts).toHaveLength(3)
    },
  },
]
