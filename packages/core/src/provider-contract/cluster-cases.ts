import assert from 'node:assert/strict'
import { tcp } from '../readiness/tcp.ts'
import type { ProcessAddress } from '../service/process-definition.ts'
import { taskService } from '../service/task-service.ts'
import type { CaseOf } from './bed.ts'
import { server } from './programs.ts'

const listens = { ready: tcp(), args: ({ host, port }: ProcessAddress) => [host, `${port}`] } as const

/** What holds of clusters. */
export const clusterCases: readonly CaseOf[] = [
  {
    title: 'a cluster starts its nodes, and goes down after them and all that is on them',
    async run({ cluster, start, program, close }) {
      const place = await start(cluster())
      const [one] = place.nodes
      assert.ok(one !== undefined, 'a cluster has at least one node')
      for (const node of place.nodes) assert.deepEqual([node.state, node.isUp()], ['running', true])
      await start(program(one, server, { ...listens, name: 'db' }))
      await start(taskService({ name: 'balancer', on: place, run: ({ sleep }) => sleep(Infinity) }))
      assert.deepEqual(place.services.names(), ['balancer'])
      const order = await close()
      const at = (name: string) => order.indexOf(name)
      assert.ok(at('db') < at(one.serviceName), `db stops before its node: ${order.join(', ')}`)
      assert.ok(at('balancer') < at(one.serviceName), `balancer stops before the nodes: ${order.join(', ')}`)
      assert.equal(order.at(-1), place.serviceName)
    },
  },
  {
    title: 'each node of a cluster runs the services that are on it, at its own address',
    async run({ cluster, start, program }) {
      const place = await start(cluster())
      assert.equal(new Set(place.nodes.map(({ serviceName }) => serviceName)).size, place.nodes.length)
      const services = await Promise.all(place.nodes.map((node) => start(program(node, server, listens))))
      assert.deepEqual(
        services.map(({ host }) => host),
        place.nodes.map(({ host }) => host),
      )
    },
  },
]
