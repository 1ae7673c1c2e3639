import { describe, expect, test } from 'vitest'
import {
  findDetachedServices,
  findServicesByInstance,
  findServicesFromAllSources,
  type Cluster,
  type Service,
} from '@curfew/core'
import type { Scope } from '../../src/scope/scope.ts'
import { FakeService } from '@curfew/testing'
import { World } from '../contract/world.ts'

describe('reach of bulk actions: what the registry shows', () => {
  test('inside a test: its own services and the wider ones that it depends on; no nodes', async () => {
    const { world, file, one, two } = await twoTests()
    expect(one.run(() => findServicesFromAllSources().names())).toEqual(['api', 'db'])
    expect(two.run(() => findServicesFromAllSources().names())).toEqual(['api', 'load', 'db'])
    expect(one.run(() => findServicesFromAllSources().get('api'))).not.toBe(
      two.run(() => findServicesFromAllSources().get('api')),
    )
    expect(one.services.names()).toEqual(['api', 'db'])
    for (const scope of [one, two, file]) await world.close(scope)
  })

  test('outside of any scope: those of every open one', async () => {
    const { world, file, one, two } = await twoTests()
    expect(findServicesFromAllSources().names().toSorted()).toEqual(['api', 'api', 'db', 'idle', 'load'])
    await world.close(one)
    expect(findServicesFromAllSources().names().toSorted()).toEqual(['api', 'db', 'idle', 'load'])
    for (const scope of [two, file]) await world.close(scope)
    expect(findServicesFromAllSources().names()).toEqual([])
  })

  test('parallel tests never see or stop each other’s services, whatever their turns are', async () => {
    const world = new World({ db: { does: { launchMs: 5, stopMs: 10 } }, api: { needs: ['db'] } })
    const bodies = ['one', 'two', 'three'].map(async (name, index) => {
      const scope = world.test(name)
      await scope.run(async () => {
        await scope.start(world.entries, ['api'])
        await world.clock.sleep(10 * index)
        const own = findServicesFromAllSources()
        expect(own.names()).toEqual(['db', 'api'])
        await own.findByName('db').stop()
        expect(findServicesFromAllSources().isAnyAlive()).toBe(false)
        await scope.start(world.entries, ['api'])
        await world.clock.sleep(100)
        expect(findServicesFromAllSources().alive().names()).toEqual(['db', 'api'])
      })
      return scope.close()
    })
    const verdicts = await world.clock.until(Promise.all(bodies))
    expect(verdicts.flatMap(({ errors }) => errors)).toEqual([])
    expect(world.order('launch')).toHaveLength(12)
  })

  test('findDetachedServices and findServicesByInstance, of a node and of a cluster', async () => {
    const { world, scope, cluster, make } = await withCluster()
    const [node] = cluster.nodes
    const detached = make('detached')
    const onNode = make('onNode', node)
    const onCluster = make('onCluster', cluster)
    for (const service of [detached, onNode, onCluster]) await world.clock.until(scope.run(() => service.start()))
    scope.run(() => {
      expect(findServicesFromAllSources().names()).toEqual(['detached', 'onNode', 'onCluster'])
      expect(findDetachedServices().names()).toEqual(['detached'])
      expect(findServicesByInstance(cluster).names()).toEqual(['onCluster'])
      expect(findServicesByInstance(node!).names()).toEqual(['onNode'])
      expect(findServicesByInstance(cluster.nodes[1]!).names()).toEqual([])
      expect(node!.services.names()).toEqual(['onNode'])
      expect(cluster.services.names()).toEqual(['onCluster'])
    })
    await world.close(scope)
    expect(findServicesByInstance(node!).names()).toEqual([])
  })
})

describe('reach of bulk actions: shared services', () => {
  const actions: readonly (readonly [
    string,
    (service: Service, shared: boolean, from: Scope) => PromiseLike<unknown>,
  ])[] = [
    ['stop', (service, shared) => service.stop({ shared })],
    ['kill', (service, shared) => service.kill({ shared })],
    ['stop of a list', (_, shared) => findServicesFromAllSources().findByName('db').stop({ shared })],
    ['kill of a list', (_, shared) => findServicesFromAllSources().findByName('db').kill({ shared })],
    ['graduallyStop', (_, shared, from) => from.services.findByName('db').graduallyStop({ shared })],
    ['graduallyStopAndCleanup', (_, shared) => findServicesFromAllSources().graduallyStopAndCleanup({ shared })],
  ]

  test.for(actions)('%s is refused, before anything is done, naming the users', async ([, act]) => {
    const { world, file, one, two, db } = await twoTests()
    const launched = world.order('launch').length
    const refused = one.run(async () => act(db, false, one))
    await expect(refused).rejects.toMatchObject({ code: 'CURFEW_SHARED_SERVICE', users: ['"two"'] })
    await expect(refused).rejects.toThrow(/is shared, and used by "two"[\s\S]*\{ shared: true \}/)
    await world.clock.advance(100)
    expect(world.order('terminate')).toEqual([])
    expect(world.order('kill')).toEqual([])
    expect(launched).toBe(world.order('launch').length)
    for (const scope of [one, two, file]) await world.close(scope)
  })

  test.for(actions)('%s with { shared: true } stops dependants first, across owners', async ([, act]) => {
    const { world, file, one, two, db } = await twoTests()
    await world.clock.until(one.run(async () => act(db, true, one)))
    expect(world.order('exit').at(-1)).toBe('db')
    expect(world.order('exit').toSorted()).toEqual(['api', 'api', 'db', 'load'])
    for (const scope of [one, two, file]) await world.close(scope)
  })

  test('one that only this test uses may be stopped, and the next test gets a new one', async () => {
    const world = new World({ db: { scope: 'file' } })
    const file = world.file()
    const one = world.test('one', file)
    const [db] = await world.up(one, 'db')
    await world.clock.until(one.run(() => db!.stop()))
    await world.close(one)
    const two = world.test('two', file)
    const [again] = await world.up(two, 'db')
    expect(again).not.toBe(db)
    for (const scope of [two, file]) await world.close(scope)
  })

  test('the users of before do not count once their tests are over', async () => {
    const { world, file, one, two, db } = await twoTests()
    await world.close(two)
    await world.clock.until(one.run(() => db.stop()))
    expect(db.state).toBe('stopped')
    for (const scope of [one, file]) await world.close(scope)
  })

  test('a service of another test is refused, however it was reached', async () => {
    const { world, file, one, two } = await twoTests()
    const theirs = two.services.get('load')
    await expect(one.run(() => theirs.kill())).rejects.toMatchObject({
      code: 'CURFEW_SHARED_SERVICE',
      users: ['"two"'],
    })
    await world.clock.until(two.run(() => theirs.kill()))
    for (const scope of [one, two, file]) await world.close(scope)
  })

  test('a shared node shows each test only its own services', async () => {
    const world = new World({})
    const file = world.file()
    const [cluster] = (await world.clock.until(file.start(world.entries, ['cluster']))) as [Cluster]
    const node = cluster.nodes[0]!
    const scopes = ['one', 'two'].map((name) => world.test(name, file))
    for (const scope of scopes) {
      const service = new FakeService({}, { name: `of ${scope.name}`, on: node })
      await world.clock.until(scope.run(() => service.start()))
    }
    const [one, two] = scopes as [Scope, Scope]
    expect(one.run(() => node.services.names())).toEqual(['of one'])
    await world.clock.until(one.run(async () => node.services.stop()))
    expect(two.run(() => findServicesByInstance(node).alive().names())).toEqual(['of two'])
    expect(findServicesByInstance(node).names()).toEqual(['of one', 'of two'])
    await expect(one.run(() => node.destroy())).rejects.toMatchObject({ code: 'CURFEW_SHARED_SERVICE' })
    for (const scope of [one, two, file]) await world.close(scope)
  })
})

async function twoTests() {
  const world = new World({
    db: { scope: 'file' },
    idle: { scope: 'file' },
    api: { needs: ['db'], does: { stopMs: 10 } },
    load: { needs: ['api'] },
  })
  const file = world.file()
  await world.up(file, 'idle')
  const one = world.test('one', file)
  const two = world.test('two', file)
  await world.up(one, 'api')
  await world.up(two, 'load')
  return { world, file, one, two, db: one.services.get('db') }
}

async function withCluster() {
  const world = new World({})
  const scope = world.test()
  const [cluster] = (await world.clock.until(scope.start(world.entries, ['cluster']))) as [Cluster]
  const make = (name: string, on?: Service) => new FakeService({}, { name, on })
  return { world, scope, cluster, make }
}
