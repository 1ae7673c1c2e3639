import { expect } from 'vitest'
import { test as base } from '@curfew/vitest'
import {
  defineServices,
  findDetachedServices,
  findServicesFromAllSources,
  ServiceList,
  SharedServiceError,
  taskService,
} from '@curfew/core'

const loop = (tags: readonly string[], stopPriority = 50) =>
  taskService({ tags, stopPriority, intervalMs: 1_000, run() {} })

const services = defineServices()
  .service('audit', { scope: 'file' }, () => loop(['core']))
  .service('store', () => loop(['core', 'data'], 90))
  .service('api', { needs: ['store', 'audit'] }, () => loop(['core', 'web']))
  .service('load', { needs: ['api'] }, () => loop(['load'], 10))
  .service('chaos', () => loop(['chaos'], 10))

const test = base.extend(services)

// #region filters
test('filters', async ({ load, chaos, services }) => {
  expect(load.isServiceAlive() && chaos.isServiceAlive()).toBe(true)
  expect(services.findByTags('core').names().toSorted()).toEqual(['api', 'audit', 'store'])
  expect(services.findByTags('core', 'web').names()).toEqual(['api'])
  expect(services.excludeTags('core').names().toSorted()).toEqual(['chaos', 'load'])
  expect(services.findByName(/^a/).length).toBe(2)
  expect(services.get('api').tags).toEqual(['core', 'web'])
  expect(services.findNoDependants().length).toBe(2)
  expect(services.findByStopPriority(10).length).toBe(2)
  expect(services.findByStopPriority(0, 50).length).toBe(4)
  expect(services.get('cache', undefined)).toBeUndefined()
  expect(services.at(0)).toBeDefined()
  expect([...services.groupByStopPriority().keys()]).toEqual([10, 50, 90])
  expect(services.notAlive().length).toBe(0)
  expect(services.isAnyAlive()).toBe(true)
  expect(services.reduce((sum, service) => sum + service.tags.length, 0)).toBe(7)
})
// #endregion filters

// #region chain
test('actions chain', async ({ load, chaos, services }) => {
  await services.findByTags('load').alive().stop()
  expect(load.state).toBe('stopped')

  // `store` is needed by `api`: `api` stops first, though it is not in the list.
  await findServicesFromAllSources().findByTags('data').alive().kill().waitTillStopped(1_000)
  expect(services.alive().names()).toEqual(['chaos', 'audit'])
  expect(chaos.isServiceAlive()).toBe(true)
})
// #endregion chain

// #region gradual
test('gradually', async ({ load, chaos }) => {
  const list = new ServiceList([load]).append(chaos).extend(load.dependencies)
  await list.remove(chaos).copy().graduallyStop({ timeoutMs: 2_000 })
  expect(list.alive().names()).toEqual(['chaos'])
  expect(list.findNoAliveDependants().length).toBe(3)
})
// #endregion gradual

// #region cleanup
test('with clean-up', async () => {
  const removed: string[] = []
  const temporary = await taskService({
    name: 'temporary',
    intervalMs: 1_000,
    run() {},
    cleanup: () => void removed.push('temporary'),
  }).start()
  await findDetachedServices().findByName('temporary').graduallyStopAndCleanup()
  await new ServiceList([temporary]).cleanup() // runs once: this does nothing
  expect(removed).toEqual(['temporary'])
})
// #endregion cleanup

test.concurrent('one of two', async ({ api, expect }) => {
  expect(api.isServiceAlive()).toBe(true)
  await bothRun()
  // #region shared
  await expect(api.dependencies.findByName('audit').stop()).rejects.toThrow(SharedServiceError)
  // #endregion shared
  await bothDone()
})

test.concurrent('two of two', async ({ api }) => {
  expect(api.isServiceAlive()).toBe(true)
  await bothRun()
  await bothDone()
})

const bothRun = meeting(2)
const bothDone = meeting(2)

/** Resolves when so many have come. */
function meeting(size: number): () => Promise<void> {
  const all = Promise.withResolvers<void>()
  let come = 0
  return () => {
    if (++come === size) all.resolve()
    return all.promise
  }
}
