import { createServer } from 'node:net'
import process from 'node:process'
import { describe, expect, test } from 'vitest'
import { localCluster, taskService, type Cluster } from '@curfew/core'
import { localProvider } from '@curfew/core/provider'
import { FakeService } from '@curfew/testing'
import { World } from '../contract/world.ts'

describe('a cluster', () => {
  test('is a set of nodes, each at an address of its own that can be listened on', async () => {
    const cluster = localCluster({ size: 4 })
    const hosts = cluster.nodes.map(({ host }) => host)
    expect(hosts).toEqual(
      process.platform === 'linux'
        ? ['127.0.0.2', '127.0.0.3', '127.0.0.4', '127.0.0.5']
        : ['127.0.0.1', '127.0.0.1', '127.0.0.1', '127.0.0.1'],
    )
    for (const host of hosts) {
      const server = createServer()
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject)
        server.listen(0, host, resolve)
      })
      server.close()
    }
    expect(cluster.nodes.map(({ serviceName }) => serviceName)).toEqual([1, 2, 3, 4].map((n) => `cluster-node${n}`))
  })

  test.for([0, 201, 1.5, '3', Number.NaN])('refuses the size %s', (size) => {
    expect(() => localCluster({ size: size as number })).toThrow(/size has to be a whole number from 1 to 200/)
  })

  test('starts before its nodes, which start with it, and stops after them', async () => {
    const { world, scope, cluster } = await started()
    expect([cluster.state, ...cluster.nodes.map(({ state }) => state)]).toEqual(Array(4).fill('running'))
    expect(cluster.dependants.names().toSorted()).toEqual(cluster.nodes.map(({ serviceName }) => serviceName))
    const { stopOrder } = await world.close(scope)
    expect(stopOrder.at(-1)).toBe('cluster')
    expect(stopOrder).toHaveLength(4)
  })

  test('a service on the cluster stops before its nodes, one on a node before that node', async () => {
    const { world, scope, cluster } = await started()
    const chaos = new FakeService({ stopMs: 20 }, { name: 'chaos', on: cluster })
    const db = new FakeService({ stopMs: 5 }, { name: 'db', on: cluster.nodes[0] })
    for (const service of [chaos, db]) await world.clock.until(scope.run(() => service.start()))
    const { stopOrder } = await world.close(scope)
    const at = (name: string) => stopOrder.indexOf(name)
    expect(at('chaos')).toBeLessThan(at('cluster-node1'))
    expect(at('db')).toBeLessThan(at('cluster-node1'))
    expect(at('cluster')).toBe(5)
  })

  test('one node is destroyed, the others and the cluster go on', async () => {
    const { world, scope, cluster } = await started()
    const [one, two] = cluster.nodes
    const task = taskService({ name: 'load', on: two!, intervalMs: 10, run: () => {} })
    await world.clock.until(scope.run(() => task.start()))
    await world.clock.until(one!.destroy())
    expect([one!.state, two!.state, task.state, cluster.state]).toEqual(['stopped', 'running', 'running', 'running'])
    await world.clock.until(cluster.destroy())
    expect([two!.state, task.state, cluster.state]).toEqual(['stopped', 'stopped', 'stopped'])
    expect((await world.close(scope)).errors).toEqual([])
  })

  test('its size and the provider are settings: the fixture "cluster" comes from there', async () => {
    const world = new World({ api: { needs: ['cluster'] } }, { provider: localProvider({ clusterSize: 5 }) })
    const scope = world.test()
    const [cluster] = (await world.up(scope, 'cluster', 'api')) as [Cluster]
    expect(cluster.nodes).toHaveLength(5)
    expect(localProvider().name).toBe('local')
    await world.close(scope)
  })

  test('a service that holds the cluster in a property depends on it', async () => {
    const { world, scope, cluster } = await started()
    class Nemesis extends FakeService {
      constructor(readonly target: Cluster) {
        super({ stopMs: 5 }, { name: 'nemesis' })
      }
    }
    const nemesis = new Nemesis(cluster)
    await world.clock.until(scope.run(() => nemesis.start()))
    expect(nemesis.dependencies.names()).toEqual(['cluster'])
    const { stopOrder } = await world.close(scope)
    expect(stopOrder[0]).toBe('nemesis')
  })
})

async function started() {
  const world = new World({})
  const scope = world.test()
  const cluster = localCluster()
  await world.clock.until(scope.run(() => cluster.start()))
  return { world, scope, cluster }
}
