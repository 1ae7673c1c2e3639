import { expect } from 'vitest'
import type { RunnerCase } from '@curfew/testing/runner-contract'

export const modifierCases: RunnerCase[] = [
  {
    title: 'contract 45: every repeat has a new scope',
    tests: `
      let instances = 0
      const test = base.extend(defineServices().service('db', () => looped('db' + ++instances)))
      test('repeated', { repeats: 1 }, async ({ db }) => {})
    `,
    check({ events, test }) {
      expect(events).toEqual(['db1 up', 'db1 down', 'db2 up', 'db2 down'])
      expect(test('repeated').verdicts).toHaveLength(2)
    },
  },
  {
    title: 'contract 44: a test that Vitest skips on a condition starts nothing, and no factory runs',
    tests: `
      const test = base.extend(defineServices().service('db', () => { note('factory'); return looped('db') }))
      test.skipIf(true)('skipped if', async ({ db }) => {})
      test.runIf(false)('run if', async ({ db }) => {})
    `,
    check({ events, test }) {
      expect(events).toEqual([])
      expect(test('skipped if').state).toBe('skipped')
      expect(test('run if').state).toBe('skipped')
    },
  },
  {
    title: 'all modifiers of Vitest work, with fixtures, and with options in each place',
    tests: `
      const test = base.extend(defineServices().service('db', () => looped('db', { tags: ['core'] })))
      test.each([1, 2])('each %i', (value) => { note('each ' + value) })
      test.for([['a', 1], ['b', 2]] as const)('for %s', async ([name, value], { db, services }) => { note(name + value + db.tags + services.names()) })
      test.for([{ id: 7 }])('for $id', { timeout: 60_000 }, async ({ id }, { db }) => { note('id ' + id + db.state) })
      test.runIf(true)('run if', async ({ db }) => { note('run if ' + db.state) })
      test.skipIf(false).concurrent('skip if', async ({ db }) => { note('skip if ' + db.state) })
      test('with options', { tags: [], timeout: 60_000 }, async ({ db }) => { note('options ' + db.state) })
      test('with a limit', async ({ db }) => { note('limit ' + db.state) }, 60_000)
      test.fails('fails', async ({ db }) => { throw new Error('as expected') })
      test.describe('describe of test', () => { test('inside', async ({ db }) => { note('inside ' + db.state) }) })
    `,
    check({ events, test }) {
      expect(events.filter((event) => !/^db (up|down)$/.test(event))).toEqual([
        'each 1',
        'each 2',
        'a1coredb',
        'b2coredb',
        'id 7running',
        'run if running',
        'skip if running',
        'options running',
        'limit running',
        'inside running',
      ])
      expect(test('fails').state).toBe('passed')
    },
  },
]
