import process from 'node:process'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { findServicesFromAllSources, ServiceList, type PendingServiceList, type Service } from '@curfew/core'
import { FakeService } from '@curfew/testing'
import { World } from '../contract/world.ts'

describe('lists and liveness: actions begin at once and return a pending list', () => {
  test('the chain of the origin works: filters, an action, and a wait behind it', async () => {
    const world = new World({
      db: { options: { tags: ['core'] }, does: { killMs: 5 } },
      api: { needs: ['db'], options: { tags: ['core'] }, does: { killMs: 5 } },
      load: { options: { tags: ['load'] } },
    })
    const scope = world.test()
    await world.up(scope, 'api', 'load')
    const killed = scope.run(async () =>
      findServicesFromAllSources().findByTags('core').alive().kill().waitTillStopped(1_000),
    )
    const list = await world.clock.until(killed)
    expect(list).toBeInstanceOf(ServiceList)
    expect(list.names()).toEqual(['db', 'api'])
    expect(world.order('kill')).toEqual(['api', 'db'])
    expect(world.state('load')).toBe('running')
    await world.close(scope)
  })

  test('what is chained behind an action is evaluated when it has settled', async () => {
    const world = new World({ db: { does: { stopMs: 20 } }, api: { does: { stopMs: 10 } } })
    const scope = world.test()
    await world.up(scope, 'db', 'api')
    const pending = scope.services.findByName('db').stop().append(world.fake('api'))
    const alive = pending.alive().names()
    const notAlive = pending.notAlive().names()
    expect(world.order('terminate')).toEqual([])
    await world.clock.advance(0)
    expect(world.order('terminate')).toEqual(['db'])
    expect(await world.clock.until(alive)).toEqual(['api'])
    expect(await notAlive).toEqual(['db'])
    await world.close(scope)
  })

  test.for<readonly [string, (list: PendingServiceList) => PromiseLike<unknown>, unknown]>([
    ['findByName', (list) => list.findByName(/^a/).names(), ['api']],
    ['findByTags', (list) => list.findByTags('core').names(), ['db']],
    ['excludeTags', (list) => list.excludeTags('core').names(), ['api']],
    ['findNoDependants', (list) => list.findNoDependants().names(), ['api']],
    ['findNoAliveDependants', (list) => list.findNoAliveDependants().names(), ['db', 'api']],
    ['findByStopPriority', (list) => list.findByStopPriority(10).names(), ['api']],
    ['findByStopPriority, of a range', (list) => list.findByStopPriority(0, 49).names(), ['api']],
    ['groupByStopPriority', (list) => list.groupByStopPriority().then((groups) => [...groups.keys()]), [10, 50]],
    ['isAnyAlive', (list) => list.isAnyAlive(), false],
    ['get', (list) => list.get('db').then(({ serviceName }) => serviceName), 'db'],
    ['get, with a fallback', (list) => list.get('dp', 'none'), 'none'],
    ['at', (list) => list.at(-1).then((service) => service?.serviceName), 'api'],
    ['filter', (list) => list.filter(({ serviceName }) => serviceName === 'db').names(), ['db']],
    ['reduce', (list) => list.reduce((sum, { stopPriority }) => sum + stopPriority, 0), 60],
    ['extend', (list) => list.extend([lone]).names(), ['db', 'api', 'lone']],
    ['remove', (list) => list.remove(lone).names(), ['db', 'api']],
    ['copy', (list) => list.copy().names(), ['db', 'api']],
    ['stop', (list) => list.stop().names(), ['db', 'api']],
    ['kill', (list) => list.kill().names(), ['db', 'api']],
    ['cleanup', (list) => list.cleanup().names(), ['db', 'api']],
    ['graduallyStop', (list) => list.graduallyStop().names(), ['db', 'api']],
    ['graduallyStopAndCleanup', (list) => list.graduallyStopAndCleanup({ timeoutMs: 50 }).names(), ['db', 'api']],
  ])('%s chains', async ([, chained, value]) => {
    const world = new World({
      db: { options: { tags: ['core'] } },
      api: { needs: ['db'], options: { stopPriority: 10 } },
    })
    const scope = world.test()
    await world.up(scope, 'api')
    expect(await world.clock.until(Promise.resolve(chained(scope.services.stop())))).toEqual(value)
    await world.close(scope)
  })

  const lone: Service = new FakeService({}, { name: 'lone' })
})

describe('a rejection that nobody awaited', () => {
  const unhandled = vi.fn()
  beforeEach(() => {
    unhandled.mockClear()
    process.on('unhandledRejection', unhandled)
  })
  afterEach(() => {
    process.off('unhandledRejection', unhandled)
  })

  test.for<readonly [string, (list: ServiceList) => unknown]>([
    ['of an action', (list) => list.waitTillStopped(10)],
    ['of a chain', (list) => list.waitTillStopped(10).findByName('db').stop().copy()],
  ])('%s fails the test through the verdict, never as an unhandled one', async ([, begin]) => {
    const { world, scope } = await running()
    begin(scope.services)
    await world.clock.advance(20)
    const { errors } = await world.close(scope)
    expect(errors).toEqual([expect.objectContaining({ code: 'CURFEW_NOT_STOPPED_IN_TIME', service: 'db' })])
    await eventLoopTurn()
    expect(unhandled).not.toHaveBeenCalled()
  })

  test.for<readonly [string, (list: ServiceList) => PromiseLike<unknown>]>([
    ['of an action', (list) => list.waitTillStopped(10)],
    ['of a chain', (list) => list.waitTillStopped(10).alive()],
  ])('%s that is awaited only after it failed belongs to who awaits it', async ([, begin]) => {
    const { world, scope } = await running()
    const pending = begin(scope.services)
    await world.clock.advance(20)
    await expect(Promise.resolve(pending)).rejects.toMatchObject({ code: 'CURFEW_NOT_STOPPED_IN_TIME' })
    const { errors } = await world.close(scope)
    expect(errors).toEqual([])
    await eventLoopTurn()
    expect(unhandled).not.toHaveBeenCalled()
  })

  test('of a stop whose service failed is one error, not two', async () => {
    const world = new World({ db: { does: { stopError: { error: new Error('no'), synchronously: true } } } })
    const scope = world.test()
    await world.up(scope, 'db')
    const pending = scope.services.stop()
    await world.clock.advance(10)
    await expect(Promise.resolve(pending)).rejects.toMatchObject({ code: 'CURFEW_STOP_FAILED' })
    expect((await world.close(scope)).errors).toHaveLength(1)
  })

  test('of a list that belongs to no scope is a warning of the process', async () => {
    const { world, scope } = await running()
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
    void new ServiceList(scope.services).waitTillStopped(10)
    await world.clock.advance(20)
    expect(warned).toHaveBeenCalledWith(expect.objectContaining({ code: 'CURFEW_NOT_STOPPED_IN_TIME' }))
    warned.mockRestore()
    await world.close(scope)
    await eventLoopTurn()
    expect(unhandled).not.toHaveBeenCalled()
  })

  async function running() {
    const world = new World({ db: {} })
    const scope = world.test()
    await world.up(scope, 'db')
    return { world, scope }
  }
})

/** Unhandled rejections are told at the end of a turn. */
function eventLoopTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
