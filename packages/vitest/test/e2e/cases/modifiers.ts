import { expect } from 'vitest'
import type { InnerCase } from '../inner-cases.js'

export const modifierCases: InnerCase[] = [
  {
    title: 'contract 45: every retry and every repeat has a new scope',
    tests: `
      let instances = 0
      const test = base.extend(defineServices().service('db', () => looped('db' + ++instances)))
      let attempts = 0
      test('retried', { retry: 2 }, async ({ db }) => { if (++attempts < 3) throw new Error('again') })
      test('repeated', { repeats: 1 }, async ({ db }) => {})
    `,
    check({ events, test }) {
      expect(events).toEqual([1, 2, 3, 4, 5].flatMap((instance) => [`db${instance} up`, `db${instance} down`]))
      expect(test('retried').state).toBe('passed')
      expect(test('retried').artifacts).toHaveLength(3)
      expect(test('repeated').artifacts).toHaveLength(2)
    },
  },
  {
    title: 'all modifiers of Vitest work, with fixtures, and with options in each place',
    tests: `
      const test = base.extend(defineServices().service('db', () => looped('db', { tags: ['core'] })))
      test.each([1, 2])('each %i', (value) => { note('each ' + value) })
      test.for([['a', 1], ['b', 2]] as const)('for %s', async ([name, value], { db, services }) => { note(name + value + db.tags + services.names()) })
      test.for([{ id: 7 }])('for $id', { timeout: 1000 }, async ({ id }, { db }) => { note('id ' + id + db.state) })
      test.runIf(true)('run if', async ({ db }) => { note('run if ' + db.state) })
      test.skipIf(false).concurrent('skip if', async ({ db }) => { note('skip if ' + db.state) })
      test('with options', { tags: [], timeout: 1000 }, async ({ db }) => { note('options ' + db.state) })
      test('with a limit', async ({ db }) => { note('limit ' + db.state) }, 1000)
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
]
