import { setTimeout } from 'node:timers/promises'
import { expect } from 'vitest'
import { test as base } from '@curfew/vitest'
import { localNode, TaskService } from '@curfew/core'
// #region on
import { defineServices, findServicesByInstance, processService, taskService, tcp } from '@curfew/core'

const replica = () =>
  processService({
    command: 'node',
    args: ({ host, port }) => ['src/store.js', `${port}`, host],
    ready: tcp(),
  })

const services = defineServices()
  .service('store1', { on: ({ cluster }) => cluster.nodes[0] }, replica)
  .service('store2', { on: ({ cluster }) => cluster.nodes[1] }, replica)
  .service('balancer', { on: 'cluster' }, () => taskService({ intervalMs: 50, run() {} }))

const test = base.extend(services)

test('a node takes its services along', async ({ cluster, store1, store2, balancer }) => {
  expect(store2.host).toBe('127.0.0.3')

  await cluster.nodes[1]?.destroy()

  expect(store2.outcome).toMatchObject({ how: 'stopped', gone: true })
  expect(store1.isServiceAlive()).toBe(true)
  expect(balancer.isServiceAlive()).toBe(true)
  expect(findServicesByInstance(cluster).names()).toEqual(['balancer'])
})
// #endregion on

// #region suspend
const onEdge = defineServices()
  .service('edge', () => localNode())
  .service('beat', { on: 'edge' }, () => new Beat())

class Beat extends TaskService {
  count = 0

  constructor() {
    super({ intervalMs: 1 })
  }

  override run(): void {
    this.count++
  }
}

base.extend(onEdge)('iterations wait while their node is down', async ({ edge, beat }) => {
  edge.suspend()
  const before = beat.count
  await setTimeout(50)
  expect(beat.count).toBe(before)

  edge.resume()
  await expect.poll(() => beat.count).toBeGreaterThan(before)
})
// #endregion suspend
