import { expect } from 'vitest'
import type { RunnerCase } from '@curfew/testing/runner-contract'

export const fixtureCases: RunnerCase[] = [
  {
    title:
      'native fixtures, declared before and after, use services; these start before the clock, and stop after them',
    tests: `
      const slow = (name: string) => looped(name, { ready: () => new Promise((ready) => setTimeout(ready, 2500, true)) })
      const test = base
        .extend({ before: async ({}, use) => { note('before set up'); await use('before'); note('before torn down') } })
        .extend(defineServices().service('db', () => slow('db')).service('unused', () => looped('unused')))
        .extend({ client: async ({ db, before }, use) => { note('client set up ' + db.state); await use(before + ' client'); note('client torn down ' + db.state) } })
        .extend('builder', async ({ client }, { onCleanup }) => { onCleanup(() => { note('builder torn down') }); return client + ' built' })
        .extend({ auto: [async ({ task }, use) => { note('auto'); await use(1) }, { auto: true }] })
      test('one', { timeout: 2000 }, async ({ builder }) => { note(builder) })
    `,
    check({ events, test }) {
      expect(test('one').state).toBe('passed')
      expect(events.toSorted()).toEqual(
        [
          'auto',
          'before client built',
          'before set up',
          'before torn down',
          'builder torn down',
          'client set up running',
          'client torn down running',
          'db down',
          'db up',
        ].toSorted(),
      )
      expect(events.at(-1)).toBe('db down')
    },
  },
  {
    title: 'an auto fixture that needs a service starts it for every test; an override that needs none starts none',
    tests: `
      const test = base.extend(defineServices().service('db', () => looped('db')).service('api', ({ db }) => looped('api')))
      const auto = test.extend({ seeded: [async ({ db }, use) => { note('seeded ' + db.state); await use(true) }, { auto: true }] })
      auto('auto', async () => { note('body') })
      describe('overridden', () => {
        test.override({ api: 'fake' as any })
        test('fake', async ({ api }) => { note('api is ' + api) })
      })
      test('real', async ({ api }) => { note('api is ' + api.state) })
      const wrapped = test.extend({ api: async ({ api }, use) => { await use({ wrapped: api.state } as any) } })
      wrapped('wrapped', async ({ api }) => { note('api is ' + JSON.stringify(api)) })
    `,
    check({ events }) {
      const perTest = [
        ['db up', 'seeded running', 'body', 'db down'],
        ['api is fake'],
        ['db up', 'api up', 'api is running', 'api down', 'db down'],
        ['db up', 'api up', 'api is {"wrapped":"running"}', 'api down', 'db down'],
      ]
      expect(events).toEqual(perTest.flat())
    },
  },
  {
    title: 'a service that needs a native fixture is refused, naming both',
    tests: `
      let message = ''
      try {
        base.extend({ native: 'value' }).extend(defineServices().service('db', ({ native }: any) => looped('db')) as any)
      } catch (error) { message = (error as Error).message }
      plain('told', () => { note(message.split('\\n')[0]!) })
    `,
    check({ events }) {
      expect(events).toEqual([expect.stringMatching(/"db".*"native"/)])
    },
  },
  {
    title: 'hooks around each test get the services of the test, started with the rest',
    tests: `
      const test = base.extend(defineServices()
        .service('db', () => looped('db')).service('late', () => looped('late')))
      test.beforeEach(async ({ db }) => { note('beforeEach ' + db.state) })
      test.aroundEach(async (run, { db }) => { note('around ' + db.state); await run(); note('around again ' + db.state) })
      test('one', async ({ late }) => { note('body ' + late.state) })
    `,
    check({ events }) {
      expect(events.slice(0, 2).toSorted()).toEqual(['db up', 'late up'])
      expect(events.slice(2, 6)).toEqual([
        'around running',
        'beforeEach running',
        'body running',
        'around again running',
      ])
    },
  },
  {
    title: 'a test that was extended elsewhere gets services by withServices()',
    tests: `
      const theirs = plain.extend({ whose: async ({}, use) => { await use("theirs") } })
      const test = withServices(theirs, defineServices().service('db', () => looped('db', { ready: () => new Promise((ready) => setTimeout(ready, 2500, true)) })))
      test('one', { timeout: 2000 }, async ({ whose, db, services, scope }) => { note(whose + " " + db.state + " " + services.names()) })
      theirs('two', ({ whose }) => { note("still " + whose) })
    `,
    check({ events, test }) {
      expect(test('one').state).toBe('passed')
      expect(events).toEqual(['db up', 'theirs running db', 'db down', 'still theirs'])
    },
  },
  {
    title:
      'contract 6: a hook of the whole file cannot have a service of each test; a wider service cannot need a narrower one',
    tests: `
      const test = base.extend(defineServices().service('db', () => looped('db')))
      describe('suite', () => {
        test.beforeAll(({ db }: any) => {})
        test('one', () => {})
      })
      let message = ''
      try { base.extend(defineServices().service('db', () => looped('db')).service('wide', { scope: 'file' }, ({ db }: any) => looped('wide'))) }
      catch (error) { message = (error as Error).message.split('\\n')[0]! }
      plain('told', () => { note(message) })
    `,
    check({ events, test }) {
      expect(test('suite > one').state).toBe('skipped')
      expect(events).toEqual([expect.stringMatching(/"wide".*"db"/)])
    },
  },
  {
    title:
      'contract 28: fixtures of a test, and one of the file that is set up late, are handed services of the file that run',
    tests: `
      const services = base.extend(defineServices()
        .service('store', { scope: 'file' }, () => looped('store')).service('other', { scope: 'file' }, () => looped('other')))
      const test = services
        .extend({ client: async ({ store }, use) => { await use(store) } })
        .extend('built', async ({ client, other }) => [client, other])
        .extend({ early: [async ({ store }, use) => { await use(store) }, { scope: 'file' }] })
        .extend({ late: [async ({ store }, use) => { await use(store) }, { scope: 'file' }] })
        .extend('lateBuilt', { scope: 'file' }, ({ store }) => store)
      const states = (all: any) => Object.entries(all).map(([name, service]: any) => name + ' ' + service.state).join()
      test('first', ({ client, built, early }) => { note(states({ client, built: built[0], other: built[1], early })) })
      test('ends it', async ({ store }) => { await store.stop() })
      test('next', ({ client, built, store, late, lateBuilt }) => {
        note(states({ client, built: built[0], store, late, lateBuilt }) + ' ' + (late === store))
      })
      test('kept', ({ early }) => { note('what a fixture of the file was given it keeps: ' + early.state) })
      const overriding = services.extend({ store: [async ({ store }, use) => { await use(store) }, { scope: 'file' }] })
      overriding('wrapped', ({ store }) => { note('wrapped ' + store.state) })
    `,
    check({ events, file }) {
      expect(events.filter((event) => !/ (up|down)$/.test(event))).toEqual([
        'client running,built running,other running,early running',
        'client running,built running,store running,late running,lateBuilt running true',
        'what a fixture of the file was given it keeps: stopped',
        'wrapped running',
      ])
      expect(file.state).toBe('passed')
    },
  },
]
