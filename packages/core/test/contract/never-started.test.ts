import { describe, expect, test } from 'vitest'
import { ServiceList } from '@curfew/core'
import { FakeService } from '@curfew/testing'
import { World } from './world.ts'

type Ask = (services: readonly FakeService[]) => PromiseLike<unknown>

const asks: readonly (readonly [string, Ask])[] = [
  ['stop()', async ([service]) => service?.stop()],
  ['kill()', async ([service]) => service?.kill()],
  ['stop() of a list', (services) => new ServiceList(services).stop()],
  ['kill() of a list', (services) => new ServiceList(services).kill()],
  ['graduallyStop() of a list', (services) => new ServiceList(services).graduallyStop()],
  ['graduallyStopAndCleanup() of a list', (services) => new ServiceList(services).graduallyStopAndCleanup()],
  ['stop() and then waitTillStopped()', (services) => new ServiceList(services).stop().waitTillStopped(1_000)],
]

describe('10: a service that is made outside a catalog and told to stop before it starts', () => {
  for (const isInScope of [true, false]) {
    test.for(asks)(`by %s ${isInScope ? 'in a test' : 'where no scope is open'} never starts`, async ([, ask]) => {
      const world = new World({})
      const scope = world.test()
      const service = new FakeService({}, { name: 'mine' })
      expect(service.state).toBe('new')
      await world.clock.until(Promise.resolve(isInScope ? scope.run(() => ask([service])) : ask([service])))
      expect(service.state).toBe('stopped')
      expect(service.outcome).toMatchObject({ how: 'stopped', gone: true, errors: [] })
      expect(await service.waitTillStopped(10)).toMatchObject({ how: 'stopped' })
      const start = scope.run(() => service.start())
      await expect(world.clock.until(start)).rejects.toMatchObject({ code: 'CURFEW_CANNOT_START', service: 'mine' })
      expect(service.fake).toBeUndefined()
      expect((await world.close(scope)).errors).toEqual([])
    })
  }

  test('waitTillStopped() of one that was never started resolves at once, as it is not alive; a list goes on', async () => {
    const world = new World({ db: {} })
    const scope = world.test()
    const [db] = await world.up(scope, 'db')
    const mine = new FakeService({}, { name: 'mine' })
    expect(await mine.waitTillStopped(0)).toMatchObject({ how: 'stopped', gone: true, startMs: undefined })
    const waited = new ServiceList([mine, db as FakeService]).waitTillStopped(1_000).then((list) => list.names())
    await world.clock.until(db?.stop() ?? Promise.resolve())
    expect(await world.clock.until(waited)).toEqual(['mine', 'db'])
    // It was waited for, and no more: it can still start.
    expect(mine.state).toBe('new')
    await world.clock.until(scope.run(() => mine.start()))
    expect(mine.state).toBe('running')
    expect((await world.close(scope)).errors).toEqual([])
  })

  test('keeps what needs it from starting, and starts nothing else for it', async () => {
    const world = new World({ db: {} })
    const scope = world.test()
    const [db] = await world.up(scope, 'db')
    const other = new FakeService({}, { name: 'other' })
    const mine = new FakeService({}, { name: 'mine', needs: [other] })
    const user = new FakeService({}, { name: 'user', needs: [mine, db as FakeService] })
    await mine.stop()
    const start = scope.run(() => user.start())
    await expect(world.clock.until(start)).rejects.toMatchObject({
      code: 'CURFEW_DEPENDENCY_FAILED',
      message: expect.stringContaining('"mine"'),
    })
    expect([mine.state, other.state, user.state]).toEqual(['stopped', 'new', 'failed'])
    await world.close(scope)
  })
})
