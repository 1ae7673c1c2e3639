import { describe, expect, test } from 'vitest'
import { Cluster, findDetachedServices, localNode, Node, Service, taskService } from '@curfew/core'
import { defineCluster, defineNode, type NodeDefinition, type UpPlace } from '@curfew/core/provider'
import { FakeService } from '@curfew/testing'
import { World } from '../contract/world.ts'

/** A node that notes what is asked of it. */
function noted(definition: Partial<NodeDefinition> = {}) {
  const calls: string[] = []
  let present: UpPlace | undefined
  const node = defineNode(() => ({
    name: 'remote',
    host: '10.0.0.2',
    ...definition,
    async up(signal, place) {
      calls.push('up')
      present = place
      await definition.up?.(signal, place)
    },
    async down() {
      calls.push('down')
      await definition.down?.()
    },
  }))()
  return { node, calls, lose: (reason: unknown) => present?.lost(reason) }
}

function opened() {
  const world = new World({})
  const scope = world.test()
  const start = async <S extends Service>(service: S) => {
    await world.clock.until(scope.run(() => service.start()))
    return service
  }
  return { world, scope, start }
}

describe('defineNode', () => {
  test('the node comes up before what is on it starts, and goes down after that is over', async () => {
    const { world, scope, start } = opened()
    const { node, calls } = noted()
    const db = await start(new FakeService({ stopMs: 20 }, { name: 'db', on: node }, (_, event) => calls.push(event)))
    expect(node.host).toBe('10.0.0.2')
    expect(db.dependencies.names()).toEqual(['remote'])
    const { errors } = await world.close(scope)
    expect(errors).toEqual([])
    expect(calls).toEqual(['up', 'launch', 'launched', 'terminate', 'exit', 'down'])
  })

  test('the function gets the options, and those of every service hold', async () => {
    const make = defineNode(({ host }: { readonly host: string }) => ({ name: 'ssh', host }))
    const node = make({ host: '10.0.0.7', tags: ['far'] })
    expect([node.serviceName, node.host, node.tags]).toEqual(['ssh', '10.0.0.7', ['far']])
    expect(() => make({ host: '10.0.0.7', stopPriority: 101 })).toThrow(/stopPriority has to be a whole number/)
  })

  test.for<[unknown, RegExp]>([
    [{}, /defineNode\(\): host is missing: it has to be a literal IP, such as 10\.0\.0\.2/],
    [{ host: 'db.example' }, /host has to be a literal IP.*it is "db\.example"/],
    [{ host: '10.0.0.2', hosts: 1 }, /"hosts" is no option of the definition of a node: "host" is meant/],
    [
      { host: '10.0.0.2', processes: { module: './driver.js' } },
      /processes has to be \{ module \} with an absolute path/,
    ],
    [{ host: '10.0.0.2', defaults: { cwd: 'tmp' } }, /defaults has to be \{ cwd, env, umask \}, with an absolute cwd/],
    [{ host: '10.0.0.2', up: true }, /up has to be a function/],
    [undefined, /the options of the definition of a node have to be an object/],
  ])('refuses %j', ([definition, problem]) => {
    expect(() => defineNode(() => definition as NodeDefinition)()).toThrow(problem)
  })

  test('an address that is known only once it is up', async () => {
    let address = ''
    const { world, scope, start } = opened()
    const { node } = noted({
      host: () => address,
      up: () => {
        address = '10.0.0.9'
      },
    })
    expect(() => node.host).toThrow(/The host of "remote" has to be a literal IP/)
    await start(node)
    expect(node.host).toBe('10.0.0.9')
    await world.close(scope)
  })

  test('one that does not come up fails with its name and the cause, and is not taken down', async () => {
    const { world, scope, start } = opened()
    const { node, calls } = noted({ up: () => Promise.reject(new Error('connection refused')) })
    await expect(start(taskService({ name: 'load', on: node, run: () => {} }))).rejects.toMatchObject({
      code: 'CURFEW_DEPENDENCY_FAILED',
      dependency: 'remote',
      cause: {
        code: 'CURFEW_NODE_NOT_UP',
        service: 'remote',
        message: expect.stringContaining('The node "remote" did not come up: connection refused'),
        cause: { message: 'connection refused' },
      },
    })
    expect(node.state).toBe('failed')
    await world.close(scope)
    expect(calls).toEqual(['up'])
  })

  test('one that takes too long is told to give up, and what came up all the same is taken down', async () => {
    const { world, scope, start } = opened()
    const calls: string[] = []
    const obedient = defineNode(() => ({
      host: '10.0.0.2',
      async up(signal) {
        calls.push('up')
        await new Promise((resolve) => signal.addEventListener('abort', resolve))
      },
      down: () => void calls.push('down'),
    }))
    const limit = { startTimeoutMs: 500 }
    await expect(start(obedient(limit))).rejects.toMatchObject({ code: 'CURFEW_NOT_READY', limitMs: 500 })
    expect(calls).toEqual(['up', 'down'])
    const deaf = defineNode(() => ({ host: '10.0.0.2', up: () => new Promise<void>(() => {}) }))
    await expect(start(deaf(limit))).rejects.toThrow(/was not ready within 500 ms[^]*cannot|still alive/)
    await world.close(scope)
  })

  test('a loss: what is to start on it waits until it is up again, and it is brought up until that succeeds', async () => {
    const { world, scope, start } = opened()
    let tries = 0
    const { node, calls, lose } = noted({
      up: () => {
        tries += 1
        if (tries > 1 && tries < 4) throw new Error('no route')
      },
    })
    await start(node)
    lose(new Error('connection reset'))
    expect(node.isUp()).toBe(false)
    const task = taskService({ name: 'load', on: node, run: ({ sleep }) => sleep(Infinity) })
    const late = scope.run(() => task.start())
    await world.clock.advance(100)
    expect([task.state, node.state]).toEqual(['starting', 'running'])
    await world.clock.until(late)
    expect(tries).toBe(4)
    expect(node.isUp()).toBe(true)
    expect((await world.close(scope)).errors).toEqual([])
    expect(calls.filter((call) => call === 'down')).toHaveLength(1)
  })

  test('a start that waits for a lost node names it and the loss', async () => {
    const { world, scope, start } = opened()
    const { node, lose } = noted({ up: (_signal) => (lost ? Promise.reject(new Error('no route')) : undefined) })
    let lost = false
    await start(node)
    lost = true
    lose(new Error('connection reset'))
    const task = taskService({ name: 'load', on: node, startTimeoutMs: 400, run: () => {} })
    await expect(start(task)).rejects.toMatchObject({
      code: 'CURFEW_NOT_READY',
      message: expect.stringContaining('node "remote" is not up: it was lost: connection reset'),
    })
    expect((await world.close(scope)).errors).toEqual([])
  })

  test('a loss while it is suspended: it is up when both are over', async () => {
    const { world, scope, start } = opened()
    const { node, lose } = noted()
    await start(node)
    node.suspend()
    lose(new Error('connection reset'))
    await world.clock.advance(1_000)
    expect(node.isUp()).toBe(false)
    node.resume()
    expect(node.isUp()).toBe(true)
    await world.close(scope)
  })

  test('a stop while it is lost takes it down at once', async () => {
    const { world, scope, start } = opened()
    const { node, calls, lose } = noted()
    await start(node)
    lose(new Error('connection reset'))
    const begunMs = world.clock.nowMs()
    expect((await world.close(scope)).errors).toEqual([])
    expect(world.clock.nowMs()).toBe(begunMs)
    expect(calls).toEqual(['up', 'down'])
  })

  test('a "down" that fails is tried once more, and fails the stop with its cause', async () => {
    const { world, scope, start } = opened()
    let tries = 0
    const { node, calls } = noted({
      down: () => {
        tries += 1
        if (tries === 1) throw new Error('still mounted')
      },
    })
    await start(node)
    const { errors } = await world.close(scope)
    expect(errors).toEqual([expect.objectContaining({ code: 'CURFEW_STOP_FAILED' })])
    expect(errors[0]?.message).toContain('still mounted')
    expect(node.outcome?.gone).toBe(true)
    expect(calls).toEqual(['up', 'down', 'down'])
  })

  test('a "down" that never ends is left behind at the limits, and named', async () => {
    const { world, scope, start } = opened()
    const { node } = noted({ down: () => new Promise<void>(() => {}) })
    await start(node)
    const { errors } = await world.close(scope)
    expect(errors).toEqual([expect.objectContaining({ code: 'CURFEW_LEFT_ALIVE', service: 'remote' })])
    expect(node.outcome).toMatchObject({ gone: false, left: ['node'] })
  })
})

describe('defineCluster', () => {
  const nodeAt = defineNode(({ host }: { readonly host: string }) => ({ host }))

  test('comes up before its nodes, and goes down after them', async () => {
    const { world, scope, start } = opened()
    const calls: string[] = []
    const node = defineNode(({ name }: { readonly name: string }) => ({
      host: '10.0.0.2',
      up: () => void calls.push(`${name} up`),
      down: () => void calls.push(`${name} down`),
    }))
    const cluster = defineCluster(() => ({
      up: () => void calls.push('cluster up'),
      down: () => void calls.push('cluster down'),
      nodes: (on) => [node({ name: 'n1', on })],
    }))()
    await start(cluster)
    expect(cluster.nodes.map(({ state }) => state)).toEqual(['running'])
    expect((await world.close(scope)).errors).toEqual([])
    expect(calls).toEqual(['cluster up', 'n1 up', 'n1 down', 'cluster down'])
  })

  test('its nodes have to be nodes, and on it', () => {
    const make = defineCluster(({ nodes }: { readonly nodes: readonly Node[] }) => ({
      name: 'far',
      nodes: () => nodes,
    }))
    expect(() => make({ nodes: [taskService({ run: () => {} }) as never] })).toThrow(
      /nodes of cluster "far" have to be made by localNode\(\)/,
    )
    expect(() => make({ nodes: [nodeAt({ name: 'n1', host: '10.0.0.2' })] })).toThrow(
      /Node "n1" of cluster "far" has to be on it: give it the option "on"/,
    )
    expect(() => defineCluster(() => ({}) as never)()).toThrow(/defineCluster\(\): nodes is missing/)
  })
})

describe('there is no other way to have one', () => {
  test.for([
    ['Node', Node, 'make nodes with defineNode() of @curfew/core/provider'],
    ['Cluster', Cluster, 'make clusters with defineCluster() of @curfew/core/provider'],
    ['Service', Service, 'or what defineRuntime() of @curfew/core/provider returns'],
  ] as const)('a class that extends %s says what to do instead', ([name, base, instead]) => {
    const Own = class Own extends (base as unknown as new (definition: unknown) => object) {
      host = '10.0.0.9'
    }
    for (const given of [undefined, {}, { kind: 'place', options: {}, createRuntime: () => {} }]) {
      expect(() => new Own(given)).toThrow(
        expect.objectContaining({
          code: 'CURFEW_NOT_EXTENSIBLE',
          message: expect.stringContaining(`Class "Own" cannot extend ${name}, which has no public constructor`),
        }),
      )
      expect(() => new Own(given)).toThrow(instead)
    }
    if (base === Service) return
    expect(() => new (base as unknown as new () => object)()).toThrow(`${name} has no public constructor`)
  })

  test('a provider that makes something else is refused, with its name and what it made', async () => {
    const node = () => ({ host: '10.0.0.9', start() {} }) as never
    const cluster = () => localNode() as never
    const world = new World({ api: { needs: ['node'] } }, { provider: { name: 'mine', node, cluster } })
    const scope = world.test()
    await expect(world.up(scope, 'node')).rejects.toThrow(
      /node\(\) of the node provider "mine" has to return a node that was made by localNode\(\).*returned Object/,
    )
    await expect(world.up(scope, 'cluster')).rejects.toThrow(
      /cluster\(\) of the node provider "mine" has to return a cluster .*returned Node/,
    )
    await world.close(scope)
    expect(scope.run(() => findDetachedServices()).names()).toEqual([])
  })
})
