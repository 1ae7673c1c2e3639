import { describe, expect, test } from 'vitest'
import { localNode, Node, taskService, type Service } from '@curfew/core'
import { FakeService } from '@curfew/testing'
import { World } from '../contract/world.ts'

async function onNode() {
  const world = new World({})
  const scope = world.test()
  const node = localNode({ name: 'n1', host: '127.0.0.2' })
  const start = async <S extends Service>(service: S) => {
    await world.clock.until(scope.run(() => service.start()))
    return service
  }
  return { world, scope, node, start }
}

describe('a node', () => {
  test('is a member of the graph: it starts before its services, and stops after them', async () => {
    const { world, scope, node, start } = await onNode()
    const db = await start(new FakeService({ stopMs: 10 }, { name: 'db', on: node }))
    expect(node.state).toBe('running')
    expect(node.dependants.names()).toEqual(['db'])
    const verdict = await world.close(scope)
    expect(verdict.stopOrder).toEqual(['db', 'n1'])
    expect([db.state, node.state]).toEqual(['stopped', 'stopped'])
  })

  test('that its catalog names it by is the name it is known under', async () => {
    const { node } = await onNode()
    expect([node.host, node.serviceName, localNode().host, localNode().serviceName]).toEqual([
      '127.0.0.2',
      'n1',
      '127.0.0.1',
      'node',
    ])
  })

  test('is up from its start to its end; before and after that nothing waits in vain', async () => {
    const { world, scope, node, start } = await onNode()
    expect(node.isUp()).toBe(false)
    const waited = node.waitTillUp()
    await start(node)
    await waited
    expect(node.isUp()).toBe(true)
    await world.close(scope)
    expect(node.isUp()).toBe(false)
    node.resume()
    expect(node.isUp()).toBe(false)
    await expect(node.waitTillUp(AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough')
    const abort = new AbortController()
    const late = node.waitTillUp(abort.signal)
    abort.abort(new Error('given up'))
    await expect(late).rejects.toThrow('given up')
  })

  test('is suspended and resumed: what is to start on it waits, what runs goes on', async () => {
    const { world, scope, node, start } = await onNode()
    const before = await start(taskService({ name: 'before', on: node, run: ({ sleep }) => sleep(Infinity) }))
    node.suspend()
    node.suspend()
    const after = taskService({ name: 'after', on: node, run: ({ sleep }) => sleep(Infinity) })
    const late = scope.run(() => after.start())
    await world.clock.advance(1_000)
    expect([before.state, after.state]).toEqual(['running', 'starting'])
    node.resume()
    await world.clock.until(late)
    expect(after.state).toBe('running')
    expect((await world.close(scope)).errors).toEqual([])
  })

  test('that stays down fails the start of its service at the limit, not the node', async () => {
    const { world, scope, node, start } = await onNode()
    await start(node)
    node.suspend()
    const task = taskService({ name: 'load', on: node, startTimeoutMs: 500, run: () => {} })
    await expect(start(task)).rejects.toMatchObject({ code: 'CURFEW_NOT_READY', service: 'load', limitMs: 500 })
    expect([task.state, node.state]).toEqual(['failed', 'running'])
    await world.close(scope)
  })

  test('case 19: destroyed, stops its services first, and is not started again', async () => {
    const { world, scope, node, start } = await onNode()
    const db = await start(new FakeService({ stopMs: 10 }, { name: 'db', on: node }))
    const api = await start(new FakeService({ stopMs: 10 }, { name: 'api', needs: [db] }))
    await world.clock.until(node.destroy())
    expect(world.clock.nowMs()).toBe(20)
    expect([api.state, db.state, node.state]).toEqual(['stopped', 'stopped', 'stopped'])
    await expect(start(new FakeService({}, { name: 'late', on: node }))).rejects.toMatchObject({
      code: 'CURFEW_DEPENDENCY_FAILED',
      dependency: 'n1',
    })
    expect((await world.close(scope)).errors).toEqual([])
  })

  test('only a node or a cluster can be hung on', () => {
    const service = new FakeService({}, { name: 'db' })
    expect(() => new FakeService({}, { name: 'api', on: service })).toThrow(/on has to be a node or a cluster/)
    expect(localNode()).toBeInstanceOf(Node)
  })

  test('one fixture "node" for everybody in a scope', async () => {
    const world = new World({ db: { needs: ['node'] }, api: { needs: ['node', 'db'] } })
    const scope = world.test()
    const [, first] = await world.up(scope, 'api', 'node')
    const [second] = await world.up(scope, 'node')
    expect(first).toBe(second)
    expect(scope.services.names()).toEqual(['db', 'api'])
    const { stopOrder } = await world.close(scope)
    expect(stopOrder).toEqual(['api', 'db', 'node'])
  })
})
