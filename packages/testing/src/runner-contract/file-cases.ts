import { expect } from 'vitest'
import type { RunnerCase } from './runner-case.ts'

export const fileCases: RunnerCase[] = [
  {
    title:
      'a service of the file is shared by its tests and hooks, starts when first needed and stops after the last hook',
    tests: `
      const test = base.extend(defineServices()
        .service('db', { scope: 'file' }, () => looped('db', { ready: () => new Promise((ready) => setTimeout(ready, 2500, true)) }))
        .service('lazy', { scope: 'file' }, () => looped('lazy'))
        .service('api', ({ db }) => looped('api')))
      test.beforeAll(({ db }) => { note('beforeAll ' + db.state) })
      test.afterAll(({ db }) => { note('afterAll ' + db.state) })
      test('one', async ({ api, db, services }) => { note('one ' + services.names().toSorted()) })
      test('two', async ({ db, lazy }) => { note('two') })
    `,
    check({ events, file }) {
      expect(events).toEqual([
        'db up',
        'beforeAll running',
        'api up',
        'one api,db',
        'api down',
        'lazy up',
        'two',
        ...['afterAll running', 'db down', 'lazy down'].toSorted((a, b) => events.indexOf(a) - events.indexOf(b)),
      ])
      expect(events.at(-3)).toBe('afterAll running')
      expect(file.state).toBe('passed')
    },
  },
  {
    title: 'contract 27: what goes wrong when services of the file stop fails the file',
    failsFile: /"db".*broke while stopping/,
    tests: `
      const test = base.extend(defineServices().service('db', { scope: 'file' }, () => taskService({ async run({ signal }) { await untilAborted(signal); throw new Error('broke while stopping') } })))
      test('one', async ({ db }) => {})
    `,
    check({ test, file }) {
      expect(test('one').state).toBe('passed')
      expect(file.state).toBe('failed')
    },
  },
  {
    title:
      'contract 39: a crash of a service of the file fails the tests that use it, and is not told again for the file',
    tests: `
      let crashNow = () => {}
      const test = base.extend(defineServices().service('db', { scope: 'file' }, () => taskService({ mayExit: false, async run({ signal }) {
        await new Promise<void>((resolve) => { crashNow = resolve; signal.addEventListener('abort', () => resolve()) })
        if (!signal.aborted) throw new Error('disk is gone')
      } })))
      test('one', async ({ db }) => { crashNow(); await new Promise(() => {}) })
      test('two', async ({ db }) => { note('two') })
      test('three', async () => { note('three') })
    `,
    check({ events, errors, test }) {
      expect(errors('one')).toEqual(['Service "db" crashed: disk is gone'])
      expect(errors('two')).toEqual(['Service "db" crashed: disk is gone'])
      expect(test('three').state).toBe('passed')
      expect(events).toEqual(['three'])
    },
  },
  {
    title: 'hooks of each test get the services of the test, started with the rest',
    tests: `
      const test = base.extend(defineServices()
        .service('db', () => looped('db')).service('seed', ({ db }) => looped('seed')).service('late', () => looped('late')))
      test.beforeEach(async ({ seed }) => { note('beforeEach ' + seed.state) })
      test.afterEach(async ({ seed }) => { note('afterEach ' + seed.state) })
      test('one', async ({ late }) => { note('body ' + late.state) })
    `,
    check({ events }) {
      expect(events.slice(0, 3).toSorted()).toEqual(['db up', 'late up', 'seed up'])
      expect(events.slice(3, 6)).toEqual(['beforeEach running', 'body running', 'afterEach running'])
    },
  },
  {
    title: 'scopes that are not there yet are refused where the catalog is given to a test',
    tests: `
      let message = ''
      try { base.extend(defineServices().service('db', { scope: 'run' }, () => looped('db')).service('pool', { scope: 'worker' }, () => looped('pool'))) }
      catch (error) { message = (error as Error).message }
      plain('told', () => { note(message.replaceAll('\\n', ' ')) })
    `,
    check({ events }) {
      expect(events.join()).toContain('"db" (run), "pool" (worker)')
    },
  },
]
