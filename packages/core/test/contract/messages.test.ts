import { describe, expect, test } from 'vitest'
import { localCluster, localNode, taskService, type Service } from '@curfew/core'
import { FakeService } from '@curfew/testing'
import { World } from './world.ts'

describe('a stop priority of a service on a node', () => {
  test.for(['node', 'cluster'])(
    'that is higher than that of the %s is no contradiction: a place follows',
    async (kind) => {
      const world = new World({})
      const scope = world.test()
      const [place] = (await world.clock.until(scope.start(world.entries, [kind]))) as [Service]
      const order: string[] = []
      const make = (name: string, stopPriority: number) =>
        new FakeService({}, { name, on: place, stopPriority }, (_, event) => {
          if (event === 'exit') order.push(name)
        })
      for (const service of [make('high', 90), make('low', 10)]) {
        await world.clock.until(scope.run(() => service.start()))
      }
      const { warnings, errors } = await world.close(scope)
      expect([warnings, errors]).toEqual([[], []])
      expect(order).toEqual(['low', 'high'])
    },
  )
})

describe('the limit of a gradual stop', () => {
  test('is the one that its errors name, as a text and as facts', async () => {
    const world = new World({ db: { does: { stopMs: Infinity, killMs: 1 } } })
    const scope = world.test()
    await world.up(scope, 'db')
    const stopped = scope.services.graduallyStop({ timeoutMs: 100 }).then(undefined, (error: unknown) => error)
    const { errors } = (await world.clock.until(stopped)) as AggregateError
    expect(errors).toEqual([
      expect.objectContaining({ code: 'CURFEW_SCOPE_STOP_TIMEOUT', limitMs: 100 }),
      expect.objectContaining({ code: 'CURFEW_KILLED', forcedBy: 'list-limit', limitMs: 100 }),
    ])
    for (const { message } of errors as Error[]) {
      expect(message).toMatch(/100 ms/)
      expect(message).toContain('timeoutMs of graduallyStop()')
      expect(message).not.toMatch(/60000|totalStopTimeoutMs/)
    }
    await world.close(scope)
  })
})

describe('a start where the node is down', () => {
  test('names the node and why it is down, for what it waited and what it saw', async () => {
    const world = new World({})
    const scope = world.test()
    const cluster = localCluster({ name: 'main', size: 2 })
    await world.clock.until(scope.run(() => cluster.start()))
    const [node] = cluster.nodes
    node?.suspend()
    await expectNotUp(
      world,
      scope,
      node,
      'node "main-node1" of cluster "main"',
      'it is suspended; resume() brings it up',
    )
  })

  test('as well where it has no cluster, and a later probe is named for itself', async () => {
    const world = new World({})
    const scope = world.test()
    const node = localNode({ name: 'n1' })
    await world.clock.until(scope.run(() => node.start()))
    node.suspend()
    await expectNotUp(world, scope, node, 'node "n1"', 'it is suspended; resume() brings it up')
    const late = new FakeService({}, { name: 'late', on: node, startTimeoutMs: 300, ready: () => false })
    const failed = scope.run(() => late.start()).catch((error: unknown) => error)
    world.clock.after(100, () => node.resume())
    expect(await world.clock.until(failed)).toMatchObject({
      code: 'CURFEW_NOT_READY',
      probe: 'function ready',
      lastObservation: expect.stringContaining('returned false'),
    })
    await world.close(scope)
  })

  async function expectNotUp(
    world: World,
    scope: ReturnType<World['test']>,
    on: ReturnType<typeof localNode> | undefined,
    name: string,
    why: string,
  ): Promise<void> {
    const task = taskService({ name: 'load', on, startTimeoutMs: 300, run: () => {} })
    const failed = scope.run(() => task.start()).catch((error: unknown) => error)
    const error = (await world.clock.until(failed)) as Error
    expect(error).toMatchObject({
      code: 'CURFEW_NOT_READY',
      service: 'load',
      probe: `${name} to be up`,
      lastObservation: `${name} is not up: ${why}`,
    })
    expect(error.message).toContain(`was not ready within 300 ms: waited for ${name} to be up.`)
    expect(error.message).toContain(`Last observed  ${name} is not up: ${why}`)
  }
})
