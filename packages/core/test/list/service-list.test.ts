import { describe, expect, test } from 'vitest'
import { ServiceList, type Service } from '@curfew/core'
import { FakeService, type FakeBehaviour } from '@curfew/testing'
import { World } from '../contract/world.ts'

class Load extends FakeService {
  static override readonly tags = ['load']
}

describe('filters are synchronous, and each returns a new list', () => {
  const make = (name: string, options: object = {}) => new FakeService({}, { name, ...options })
  const db = make('db', { tags: ['core', 'sql'] })
  const api = make('api', { tags: ['core'], stopPriority: 10 })
  const load = new Load({}, { name: 'load1', tags: ['slow'], stopPriority: 10 })
  const all = new ServiceList<Service>([db, api, load])

  test.for<readonly [string, (list: ServiceList) => ServiceList, readonly string[]]>([
    ['findByName', (list) => list.findByName('api'), ['api']],
    ['findByName, by a pattern', (list) => list.findByName(/^(db|load\d)$/), ['db', 'load1']],
    ['findByName, by a pattern that remembers where it was', (list) => list.findByName(/./g), ['db', 'api', 'load1']],
    ['findByName, of none', (list) => list.findByName('ap'), []],
    ['findByTags', (list) => list.findByTags('core'), ['db', 'api']],
    ['findByTags, all of several', (list) => list.findByTags('core', 'sql'), ['db']],
    ['findByTags, of class and instance', (list) => list.findByTags('load', 'slow'), ['load1']],
    ['findByTags, of none given', (list) => list.findByTags(), ['db', 'api', 'load1']],
    ['excludeTags', (list) => list.excludeTags('core'), ['load1']],
    ['excludeTags, any of several', (list) => list.excludeTags('sql', 'load'), ['api']],
    ['findByStopPriority', (list) => list.findByStopPriority(10), ['api', 'load1']],
    ['findByStopPriority, the default', (list) => list.findByStopPriority(50), ['db']],
    ['findByStopPriority, of a range', (list) => list.findByStopPriority(10, 50), ['db', 'api', 'load1']],
    ['findByStopPriority, of a range that ends before', (list) => list.findByStopPriority(0, 49), ['api', 'load1']],
    ['findByStopPriority, of a range with none', (list) => list.findByStopPriority(11, 49), []],
    ['filter', (list) => list.filter(({ serviceName }) => serviceName.length === 3), ['api']],
    ['append', (list) => list.findByName('db').append(load, api), ['db', 'load1', 'api']],
    ['append, of one that is there', (list) => list.append(db), ['db', 'api', 'load1']],
    ['extend', (list) => list.findByName('api').extend(list.findByName('db')), ['api', 'db']],
    ['remove', (list) => list.remove(db, load), ['api']],
    ['remove, of one that is not there', (list) => list.findByName('db').remove(api), ['db']],
    ['copy', (list) => list.copy(), ['db', 'api', 'load1']],
  ])('%s', ([, filter, names]) => {
    const found = filter(all)
    expect(found).not.toBe(all)
    expect(found.names()).toEqual(names)
    expect(all.names()).toEqual(['db', 'api', 'load1'])
  })

  test('groupByStopPriority: lowest first', () => {
    const groups = all.groupByStopPriority()
    expect([...groups].map(([priority, list]) => [priority, list.names()])).toEqual([
      [10, ['api', 'load1']],
      [50, ['db']],
    ])
  })

  test('get: exactly one, or an error that tells what there is', () => {
    expect(all.get('api')).toBe(api)
    expect(() => all.get('apo')).toThrow(/Expected one service "apo" in the list and found none.*db, api, load1/)
    expect(() => all.append(make('api')).get('api')).toThrow(/found more than one/)
    expect(() => new ServiceList([]).get('api')).toThrow(/It holds: nothing/)
  })

  test('get with a fallback: that, if there is none; an error still, if there is more than one', () => {
    expect(all.get('api', null)).toBe(api)
    expect(all.get('apo', db)).toBe(db)
    expect(all.get('apo', undefined)).toBeUndefined()
    expect(() => all.append(make('api')).get('api', null)).toThrow(/found more than one/)
  })

  test('at: by its place, from the start or from the end', () => {
    expect([all.at(0), all.at(2), all.at(-1), all.at(3)]).toEqual([db, load, load, undefined])
    expect(new ServiceList([]).at(0)).toBeUndefined()
  })

  test('reduce, length, iteration, and no duplicates', () => {
    expect(all.reduce((sum, { stopPriority }) => sum + stopPriority, 0)).toBe(70)
    expect(all.length).toBe(3)
    expect([...all]).toEqual([db, api, load])
    expect(new ServiceList([db, db]).length).toBe(1)
  })

  test('lists and liveness: a plain list is not thenable, so an async function can return one', async () => {
    expect('then' in all).toBe(false)
    expect(await Promise.resolve(all)).toBe(all)
  })
})

describe('liveness is by the last known state', () => {
  test('alive, notAlive, isAnyAlive: running and not stopping', async () => {
    const world = new World({ db: { does: { stopMs: 50 } }, api: { needs: ['db'], does: { stopMs: 10 } } })
    const scope = world.test()
    await world.up(scope, 'api')
    expect(scope.services.alive().names()).toEqual(['db', 'api'])
    expect(scope.services.notAlive().names()).toEqual([])
    const stop = world.fake('db').stop()
    await world.clock.advance(20)
    expect([world.state('api'), world.state('db')]).toEqual(['stopped', 'stopping'])
    expect(scope.services.isAnyAlive()).toBe(false)
    expect(scope.services.notAlive().names()).toEqual(['db', 'api'])
    expect(world.fake('db').isAlive()).toBe(true)
    expect(world.fake('db').isServiceAlive()).toBe(false)
    await world.clock.until(stop)
    expect(world.fake('db').isAlive()).toBe(false)
    expect(await world.fake('db').refresh()).toBe(false)
    await world.close(scope)
  })

  test('findNoDependants and findNoAliveDependants: what may stop next', async () => {
    const world = new World({ db: {}, api: { needs: ['db'] }, load: { needs: ['api'] } })
    const scope = world.test()
    await world.up(scope, 'load')
    expect(scope.services.findNoDependants().names()).toEqual(['load'])
    expect(scope.services.findNoAliveDependants().names()).toEqual(['load'])
    await world.clock.until(world.fake('load').stop())
    expect(scope.services.findNoDependants().names()).toEqual(['load'])
    expect(scope.services.alive().findNoAliveDependants().names()).toEqual(['api'])
    expect(world.fake('db').dependants.names()).toEqual(['api'])
    expect(world.fake('load').dependencies.names()).toEqual(['api'])
    await world.close(scope)
  })
})

describe('bulk actions', () => {
  const slow: FakeBehaviour = { stopMs: 30 }

  test('stop: each after all that needs it, also what is not in the list; the rest goes on', async () => {
    const world = new World({ db: {}, api: { needs: ['db'], does: slow }, load: { needs: ['api'] }, other: {} })
    const scope = world.test()
    await world.up(scope, 'load', 'other')
    const stopped = await world.clock.until(
      scope.services
        .findByName('db')
        .stop()
        .then((list) => list),
    )
    expect(stopped.names()).toEqual(['db'])
    expect(world.order('exit')).toEqual(['load', 'api', 'db'])
    expect(world.state('other')).toBe('running')
    await world.close(scope)
  })

  test('stop rejects with what went wrong when all are over', async () => {
    const boom = (message: string): FakeBehaviour => ({ stopError: { error: new Error(message), synchronously: true } })
    const world = new World({ a: { does: boom('one') }, b: { does: boom('two') }, c: { does: slow } })
    const scope = world.test()
    await world.up(scope, 'a', 'b', 'c')
    const error = await world.clock.until(scope.services.stop().then(undefined, (error: unknown) => error))
    expect(error).toBeInstanceOf(AggregateError)
    expect((error as AggregateError).errors).toHaveLength(2)
    expect(scope.services.isAnyAlive()).toBe(false)
    expect(world.clock.nowMs()).toBe(30)
    await world.close(scope)
  })

  test('kill sends no graceful request, and never fails: nobody is blamed for what was asked for', async () => {
    const world = new World({ db: { does: { stopMs: Infinity } }, api: { needs: ['db'] } })
    const scope = world.test()
    await world.up(scope, 'api')
    await world.clock.until(
      scope.services
        .findByName('db')
        .kill()
        .then((list) => list),
    )
    expect(world.order('terminate')).toEqual([])
    expect(world.order('kill')).toEqual(['api', 'db'])
    expect((await world.close(scope)).errors).toEqual([])
  })

  test('kill forces a stop that is under way', async () => {
    const world = new World({ db: { does: { stopMs: Infinity, killMs: 3 } } })
    const scope = world.test()
    await world.up(scope, 'db')
    const stop = world.fake('db').stop()
    await world.clock.advance(10)
    await world.clock.until(scope.services.kill().then((list) => list))
    await stop
    expect(world.clock.nowMs()).toBe(13)
    expect(world.fake('db').outcome).toMatchObject({ how: 'killed', forcedBy: 'asked', errors: [] })
    await world.close(scope)
  })

  test('stop cleans each one up that was started, and tells what failed; cleanup() then does nothing', async () => {
    const cleaned: string[] = []
    const cleanup = (name: string) => () => {
      cleaned.push(name)
      if (name === 'bad') throw new Error('rows are left')
    }
    const world = new World({
      good: { options: { cleanup: cleanup('good') } },
      bad: { options: { cleanup: cleanup('bad') } },
    })
    const scope = world.test()
    await world.up(scope, 'good', 'bad')
    const stopped = world.clock.until(scope.services.stop().then((list) => list))
    await expect(stopped).rejects.toMatchObject({ code: 'CURFEW_CLEANUP_FAILED', service: 'bad' })
    await world.clock.until(scope.services.cleanup().then((list) => list))
    const never = new FakeService({}, { cleanup: cleanup('never') })
    await new ServiceList([never]).cleanup()
    const verdict = await world.close(scope)
    expect(cleaned).toEqual(['good', 'bad'])
    expect(verdict.errors).toEqual([expect.objectContaining({ code: 'CURFEW_CLEANUP_FAILED', service: 'bad' })])
  })

  test('waitTillStopped waits for who stops them, and fails after its time naming the one and its state', async () => {
    const world = new World({ db: { does: slow } })
    const scope = world.test()
    await world.up(scope, 'db')
    const waited = scope.services.waitTillStopped(20).then(undefined, (error: unknown) => error)
    expect(await world.clock.until(waited)).toMatchObject({
      code: 'CURFEW_NOT_STOPPED_IN_TIME',
      service: 'db',
      timeoutMs: 20,
      message: 'Service "db" was not over after 20 ms: it is running.',
    })
    const inTime = scope.services.waitTillStopped(40).then((list) => list.names())
    const stop = world.fake('db').stop()
    expect(await world.clock.until(inTime)).toEqual(['db'])
    await stop
    await world.close(scope)
  })

  test('graduallyStop: wave by wave, lowest priority first; the graph comes before the priority', async () => {
    const world = new World({
      db: { does: slow, options: { stopPriority: 0 } },
      api: { needs: ['db'], does: slow },
      chaos: { does: slow, options: { stopPriority: 10 } },
    })
    const scope = world.test()
    await world.up(scope, 'api', 'chaos')
    await world.clock.until(scope.services.graduallyStop().then((list) => list))
    expect(['chaos', 'api', 'db'].map((name) => world.at(name, 'terminate'))).toEqual([0, 30, 60])
    await world.close(scope)
  })

  test('graduallyStop: without a timeout it kills by the own limits; with one, what is left is killed, waited for and named', async () => {
    const stubborn = { does: { stopMs: Infinity, killMs: 4 }, options: { stopTimeoutMs: 100 } }
    const world = new World({ db: stubborn, api: { ...stubborn, needs: ['db'] } })
    for (const timeoutMs of [undefined, 50]) {
      const scope = world.test()
      await world.up(scope, 'api')
      const begunMs = world.clock.nowMs()
      const stopped = scope.services.graduallyStop({ timeoutMs }).then(undefined, (error: unknown) => error)
      const error = (await world.clock.until(stopped)) as AggregateError
      expect(world.clock.nowMs() - begunMs).toBe(timeoutMs === undefined ? 208 : 58)
      const codes = error.errors.map((one: { code: string }) => one.code)
      if (timeoutMs === undefined) expect(codes).toEqual(['CURFEW_KILLED', 'CURFEW_KILLED'])
      else {
        expect(codes[0]).toBe('CURFEW_SCOPE_STOP_TIMEOUT')
        expect(error.errors[0]).toMatchObject({
          limitMs: 50,
          survivors: ['db (running, waits for api)', 'api (stopping)'],
        })
      }
      expect(scope.services.filter((service) => service.isAlive()).names()).toEqual([])
      await world.close(scope)
    }
  })

  test('graduallyStopAndCleanup: each is cleaned up before what it needs stops', async () => {
    const order: string[] = []
    const world = new World({
      db: {},
      api: { needs: ['db'], options: { cleanup: () => void order.push(`clean, db ${world.state('db')}`) } },
    })
    const scope = world.test()
    await world.up(scope, 'api')
    await world.clock.until(scope.services.graduallyStopAndCleanup().then((list) => list))
    expect(order).toEqual(['clean, db running'])
    await world.close(scope)
    expect(order).toHaveLength(1)
  })

  test('graduallyStop cleans up too, and the end of the scope does not do it again', async () => {
    let cleaned = 0
    const world = new World({ db: { options: { cleanup: () => void cleaned++ } } })
    const scope = world.test()
    await world.up(scope, 'db')
    await world.clock.until(scope.services.graduallyStop().then((list) => list))
    expect(cleaned).toBe(1)
    await world.close(scope)
    expect(cleaned).toBe(1)
  })
})
