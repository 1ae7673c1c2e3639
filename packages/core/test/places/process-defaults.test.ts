import process from 'node:process'
import { expect, onTestFinished, test } from 'vitest'
import { processService, type ProcessService } from '@curfew/core'
import { createEngine } from '../../src/engine/engine.ts'
import { installEngine } from '../../src/engine-access.ts'
import type { PortLeaseRequest, ProcessHost, ProcessSpawnOrder } from '@curfew/protocol'
import { defineNode, type PlaceDefinition } from '@curfew/core/provider'

const driver = { module: '/opt/driver.js', options: { node: 'n1' } }

/** The orders for a process on a node that says so much. */
async function ordered(
  definition: Partial<PlaceDefinition>,
  options: Partial<ConstructorParameters<typeof ProcessService>[0]> = {},
) {
  const orders: { lease?: PortLeaseRequest; spawn?: ProcessSpawnOrder } = {}
  const refuse = new Error('enough')
  const host: Partial<ProcessHost> = {
    leasePorts: async (lease) => ((orders.lease = lease), { ok: true, ports: { main: 4711 } }),
    spawn: (spawn) => ((orders.spawn = spawn), Promise.reject(refuse)),
    releasePorts: async () => {},
    record: () => {},
    onComplaint: () => () => {},
    onDoomed: () => () => {},
    close: async () => {},
  }
  const engine = createEngine({ connect: async () => host as ProcessHost, settings: { root: '/project' } })
  onTestFinished(installEngine(engine))
  const scope = engine.openScope({ kind: 'test', name: 'one' })
  const node = defineNode(() => ({ host: '10.0.0.2', ...definition }))()
  const service = processService({ command: 'db', ...options, on: node })
  const error = await scope.run(() => service.start()).then(() => undefined, String)
  await scope.close()
  return { ...orders, error }
}

test('a process on a node that says nothing is ordered as on this machine, at the address of the node', async () => {
  const { lease, spawn } = await ordered({})
  expect(lease).toEqual({ id: spawn?.id, host: '10.0.0.2', names: ['main'], fixed: {} })
  expect(spawn).toMatchObject({ host: '10.0.0.2', cwd: '/project', umask: process.umask() })
  expect(spawn?.env['PATH']).toBe(process.env['PATH'])
  expect(spawn).not.toHaveProperty('driver')
})

test('the node says which driver runs it, where, with which environment and umask', async () => {
  const { lease, spawn } = await ordered({
    processes: driver,
    defaults: { cwd: '/srv', env: { A: '1' }, umask: 0o027 },
  })
  expect(lease).toMatchObject({ driver })
  expect(spawn).toMatchObject({ driver, cwd: '/srv', env: { A: '1' }, umask: 0o027 })
  expect(spawn?.env).toEqual({ A: '1' })
})

test('options of the service win: a relative folder is below that of the node, variables are added to its environment', async () => {
  const { spawn } = await ordered(
    { processes: () => driver, defaults: { cwd: '/srv', env: { A: '1', B: '2' } } },
    { cwd: 'data', env: { B: undefined, C: '3' } },
  )
  expect(spawn).toMatchObject({ driver, cwd: '/srv/data' })
  expect(spawn?.env).toEqual({ A: '1', C: '3' })
})

test('a function "processes" that returns no driver fails the start, and says so', async () => {
  const { error, spawn } = await ordered({ name: 'far', processes: () => ({ module: 'driver.js' }) })
  expect(error).toContain('The function "processes" of "far" has to return { module } with an absolute path')
  expect(spawn).toBeUndefined()
})
