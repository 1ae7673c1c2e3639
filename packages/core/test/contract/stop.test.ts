import { describe, expect, test } from 'vitest'
import { findServicesByInstance, findServicesFromAllSources, TaskService, type Cluster, type Node } from '@curfew/core'
import { FakeService } from '@curfew/testing'
import type { Scope } from '../../src/scope/scope.ts'
import { World } from './world.ts'

describe('stop', () => {
  test('case 14: A→B→C: A, then B, then C, each only after the one before is gone', async () => {
    const world = new World({
      c: { does: { stopMs: 10 } },
      b: { needs: ['c'], does: { stopMs: 20 } },
      a: { needs: ['b'], does: { stopMs: 30 } },
    })
    const scope = world.test()
    await world.up(scope, 'a')
    const verdict = await world.close(scope)
    expect(['a', 'b', 'c'].map((name) => [world.at(name, 'terminate'), world.at(name, 'exit')])).toEqual([
      [0, 30],
      [30, 50],
      [50, 60],
    ])
    expect(verdict.stopOrder).toEqual(['a', 'b', 'c'])
  })

  test('case 15: diamond: the shared dependency stops once, after the last dependant', async () => {
    const world = new World({
      d: {},
      b: { needs: ['d'], does: { stopMs: 10 } },
      c: { needs: ['d'], does: { stopMs: 70 } },
      a: { needs: ['b', 'c'], does: { stopMs: 5 } },
    })
    const scope = world.test()
    await world.up(scope, 'a')
    await world.close(scope)
    expect(world.order('terminate').filter((name) => name === 'd')).toHaveLength(1)
    expect(world.at('d', 'terminate')).toBe(75)
  })

  test('case 16: unrelated services stop at the same time: as long as the longest chain, not the sum', async () => {
    const chain = (name: string, stopMs: number) => ({
      [`${name}1`]: { does: { stopMs } },
      [`${name}2`]: { needs: [`${name}1`], does: { stopMs } },
      [`${name}3`]: { needs: [`${name}2`], does: { stopMs } },
    })
    const world = new World({ ...chain('x', 100), ...chain('y', 90), ...chain('z', 10) })
    const scope = world.test()
    await world.up(scope, 'x3', 'y3', 'z3')
    const verdict = await world.close(scope)
    expect(verdict.stopMs).toBe(300)
  })

  test('case 17: an edge found at run time counts like a declared one', async () => {
    const world = new World({ db: { does: { stopMs: 10 } }, load: { does: { stopMs: 40 } } })
    const scope = world.test()
    await world.up(scope, 'load')
    const load = world.fake('load')
    const asker = { scope, lifecycle: [...scope.members].find((member) => member.service === load) }
    await world.clock.until(world.engine.runIn(asker, () => scope.get('db')))
    await world.close(scope)
    expect(world.order('terminate')).toEqual(['load', 'db'])
    expect(world.at('db', 'terminate')).toBe(40)
  })

  test('case 17: an edge found in the own properties of a service counts like a declared one', async () => {
    const world = new World({ db: { does: { stopMs: 10 } } })
    const scope = world.test()
    const [db] = await world.up(scope, 'db')
    class Holder extends FakeService {
      readonly inArray: unknown[] = []
      inMap: Map<string, unknown> = new Map()
    }
    const holder = new Holder({ stopMs: 40 }, { name: 'holder' })
    const lone = new FakeService({ stopMs: 1 }, { name: 'lone' })
    holder.inArray.push({ deep: db })
    holder.inMap.set('x', lone)
    await world.clock.until(scope.run(() => holder.start()))
    expect(holder.dependencies.names().toSorted()).toEqual(['db', 'lone'])
    expect(lone.state).toBe('running')
    const verdict = await world.close(scope)
    expect(verdict.stopOrder[0]).toBe('holder')
  })

  test('case 18: stopping one by hand stops its living dependants first; it is not stopped again at the end', async () => {
    const world = new World({ c: {}, b: { needs: ['c'] }, a: { needs: ['b'], does: { stopMs: 10 } } })
    const scope = world.test()
    await world.up(scope, 'a')
    await world.clock.until(world.fake('b').stop())
    expect(world.order('terminate')).toEqual(['a', 'b'])
    expect(world.state('c')).toBe('running')
    await world.close(scope)
    expect(world.order('terminate')).toEqual(['a', 'b', 'c'])
  })

  test('case 18: the stop order of the verdict begins with what was stopped by hand, whatever its priority', async () => {
    const world = new World({
      load: { does: { stopMs: 5 }, options: { stopPriority: 10 } },
      api: { does: { stopMs: 10 } },
    })
    const scope = world.test()
    await world.up(scope, 'load', 'api')
    await world.clock.until(world.fake('api').stop())
    const { stopOrder, services } = await world.close(scope)
    expect(stopOrder).toEqual(['api', 'load'])
    expect(services.map(({ name, endedAtMs }) => [name, endedAtMs])).toEqual([
      ['load', 15],
      ['api', 10],
    ])
  })

  test('case 19: destroying a node stops its services first, and their dependants wherever they run', async () => {
    const world = new World({})
    const scope = world.test()
    const [cluster] = (await world.clock.until(scope.start(world.entries, ['cluster']))) as [Cluster]
    const [one, two] = cluster.nodes as [Node, Node]
    const order: string[] = []
    const make = (name: string, on: Node | Cluster, needs: FakeService[] = []) =>
      new FakeService({ stopMs: 5 }, { name, on, needs }, (_, event) => {
        if (event === 'exit') order.push(name)
      })
    const db = make('db', one)
    const api = make('api', two, [db])
    const other = make('other', two)
    const chaos = make('chaos', cluster)
    for (const service of [db, api, other, chaos]) await world.clock.until(scope.run(() => service.start()))
    expect(findServicesByInstance(two).names()).toEqual(['api', 'other'])
    await world.clock.until(one.destroy())
    expect(order).toEqual(['api', 'db'])
    expect([one.state, two.state, other.state, chaos.state]).toEqual(['stopped', 'running', 'running', 'running'])
    await world.clock.until(cluster.destroy())
    expect(order.slice(2).toSorted()).toEqual(['chaos', 'other'])
    expect(cluster.state).toBe('stopped')
    const verdict = await world.close(scope)
    expect(verdict.errors).toEqual([])
  })

  test('case 19: the services of a cluster are over before its nodes stop', async () => {
    const world = new World({})
    const scope = world.test()
    const [cluster] = (await world.clock.until(scope.start(world.entries, ['cluster']))) as [Cluster]
    const chaos = new FakeService({ stopMs: 50 }, { name: 'chaos', on: cluster })
    await world.clock.until(scope.run(() => chaos.start()))
    const { stopOrder } = await world.close(scope)
    expect(stopOrder[0]).toBe('chaos')
    expect(stopOrder.at(-1)).toBe('cluster')
  })

  test('case 20: stopPriority orders what the graph leaves free: unequal one after the other, equal ones together', async () => {
    const world = new World({
      early: { does: { stopMs: 10 }, options: { stopPriority: 10 } },
      first: { does: { stopMs: 20 } },
      second: { does: { stopMs: 30 } },
      late: { does: { stopMs: 10 }, options: { stopPriority: 90 } },
    })
    const scope = world.test()
    await world.up(scope, 'early', 'first', 'second', 'late')
    const verdict = await world.close(scope)
    expect(['early', 'first', 'second', 'late'].map((name) => world.at(name, 'terminate'))).toEqual([0, 10, 10, 40])
    expect(verdict.warnings).toEqual([])
  })

  test('case 20: it never overrides the graph; a contradiction is a warning in the verdict', async () => {
    const world = new World({
      db: { options: { stopPriority: 0 } },
      api: { needs: ['db'], does: { stopMs: 10 }, options: { stopPriority: 80 } },
    })
    const scope = world.test()
    await world.up(scope, 'api')
    const verdict = await world.close(scope)
    expect(verdict.stopOrder).toEqual(['api', 'db'])
    expect(verdict.warnings).toEqual([expect.stringMatching(/stopPriority 0 of "db" contradicts the graph: "api"/)])
  })

  test('case 20: priorities that contradict the graph crosswise make no deadlock', async () => {
    const world = new World({
      a: { options: { stopPriority: 10 } },
      c: { needs: ['a'] },
      d: { options: { stopPriority: 10 } },
      b: { needs: ['d'] },
    })
    const scope = world.test()
    await world.up(scope, 'b', 'c')
    const { stopOrder, warnings } = await world.close(scope)
    expect(stopOrder).toHaveLength(4)
    expect(warnings).toHaveLength(2)
  })

  test('case 21: onCleanup callbacks run after every service is gone; last registered first', async () => {
    const world = new World({ db: { does: { stopMs: 10 } } })
    const scope = world.test()
    const order: string[] = []
    scope.onCleanup(() => void order.push(`first, db ${world.state('db')}`))
    await world.up(scope, 'db')
    scope.onCleanup(async () => {
      await world.clock.sleep(5)
      order.push(`second, db ${world.state('db')}`)
    })
    await world.close(scope)
    expect(order).toEqual(['second, db stopped', 'first, db stopped'])
  })

  test('case 22: inner scopes close before outer ones', async () => {
    const world = new World({ db: { scope: 'file' }, api: { needs: ['db'], does: { stopMs: 20 } } })
    const file = world.file()
    const scope = world.test('t', file)
    await world.up(scope, 'api')
    const verdict = await world.close(file)
    expect(world.order('terminate')).toEqual(['api', 'db'])
    expect(world.at('db', 'terminate')).toBe(20)
    expect(verdict.stopOrder).toEqual(['db'])
    expect((await scope.close()).stopOrder).toEqual(['api'])
  })

  test.each([
    ['the file closes', (file: Scope) => file.close()],
    ['the run ends', (file: Scope) => file.engine.doom('the run is over')],
  ])('case 25: a close of a test that fails keeps nothing of its file up, when %s', async (_how, end) => {
    const world = new World({ db: { scope: 'file' }, api: { needs: ['db'] } })
    const file = world.file()
    const scope = world.test('t', file)
    await world.up(scope, 'api')
    const { close } = scope
    scope.close = async (reason) => {
      await close.call(scope, reason)
      throw new Error('the verdict cannot be drawn up')
    }
    // The failure itself goes to the one who asked for the end.
    const ended = Promise.allSettled([end(file)])
    await world.clock.advance(100)
    await ended
    expect([world.state('api'), world.state('db')]).toEqual(['stopped', 'stopped'])
  })

  test('case 22: the wider service lives on when the test is over', async () => {
    const world = new World({ db: { scope: 'file' }, api: { needs: ['db'] } })
    const file = world.file()
    for (const name of ['one', 'two']) {
      const scope = world.test(name, file)
      await world.up(scope, 'api')
      await world.close(scope)
      expect(world.state('db')).toBe('running')
    }
    expect(world.order('launch')).toEqual(['db', 'api', 'api'])
    await world.close(file)
    expect(world.state('db')).toBe('stopped')
  })

  test('case 23: closing twice does nothing twice; a second close waits for the first', async () => {
    const world = new World({ db: { does: { stopMs: 30 } } })
    const scope = world.test()
    let cleaned = 0
    scope.onCleanup(() => void cleaned++)
    await world.up(scope, 'db')
    const [one, two] = await world.clock.until(Promise.all([scope.close(), scope.close()]))
    expect(one).toBe(two)
    expect([world.order('terminate').length, cleaned]).toEqual([1, 1])
  })

  test('case 24: a load or chaos service falls quiet before the ordered stop begins', async () => {
    const order: string[] = []
    const world = new World({
      db: { options: { stopPriority: 0 } },
      load: {
        needs: ['db'],
        options: {
          quiesce: async () => {
            await world.clock.sleep(20)
            order.push('quiet')
          },
        },
      },
      api: { needs: ['db'], options: { stopPriority: 1 } },
    })
    const scope = world.test()
    await world.up(scope, 'load', 'api')
    scope.onTransition(({ to, service }) => {
      if (to === 'stopping') order.push(service)
    })
    await world.close(scope)
    expect(order[0]).toBe('quiet')
    expect(world.at('load', 'terminate')).toBe(20)
  })

  test('case 24: a quiesce that fails or hangs stalls nothing and is a warning', async () => {
    const world = new World({
      broken: { options: { quiesce: () => Promise.reject(new Error('no')) } },
      hung: { options: { quiesce: () => new Promise<void>(() => {}), stopTimeoutMs: 100 } },
    })
    const scope = world.test()
    await world.up(scope, 'broken', 'hung')
    const verdict = await world.close(scope)
    expect(verdict.stopMs).toBe(100)
    expect(verdict.warnings.join('\n')).toMatch(
      /quiesce of "broken" failed: no[\s\S]*quiesce of "hung" took longer than 100 ms/,
    )
    expect(verdict.errors).toEqual([])
  })

  test('a subclass is a service like any other, found by its class tags', async () => {
    class Chaos extends TaskService {
      static override readonly tags = ['chaos']
      override async run({ signal }: { signal: AbortSignal }) {
        await new Promise((resolve) => signal.addEventListener('abort', resolve))
      }
    }
    const world = new World({})
    const scope = world.test()
    const chaos = await world.clock.until(scope.run(() => new Chaos({ tags: ['now'] }).start()))
    scope.run(() => {
      expect(findServicesFromAllSources().findByTags('chaos', 'now').names()).toEqual(['chaos'])
    })
    expect(chaos.isServiceAlive()).toBe(true)
    await world.close(scope)
    expect(chaos.outcome).toMatchObject({ how: 'stopped', gone: true, errors: [] })
  })
})

describe('26: a stop that nobody awaits and that fails', () => {
  test.for(['stop', 'kill'] as const)(
    '%s: is in the verdict once, and is no unhandled rejection besides',
    async (verb) => {
      const unhandled: unknown[] = []
      const onUnhandled = (error: unknown): void => void unhandled.push(error)
      process.on('unhandledRejection', onUnhandled)
      try {
        const world = new World({ db: { options: { cleanup: () => Promise.reject(new Error('broken')) } } })
        const scope = world.test()
        const [db] = await world.up(scope, 'db')
        scope.run(() => void db![verb]())
        await world.clock.advance(10)
        await new Promise((resolve) => setImmediate(resolve))
        expect(unhandled).toEqual([])
        expect((await world.close(scope)).errors.map(({ message }) => message)).toEqual([
          expect.stringContaining('broken'),
        ])
      } finally {
        process.off('unhandledRejection', onUnhandled)
      }
    },
  )
})
