import { fork, spawn as spawnBare } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { placeOfPids } from '../src/system/place.ts'
import { portRange } from '../src/ports/port-range.ts'
import { fixture, openOwner, openRun, ready, runDirectory, server } from './harness/test-run.ts'

function listen(port: number, host: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const listening = createServer()
    onTestFinished(() => {
      listening.close()
    })
    listening.once('error', reject)
    listening.listen(port, host, () => resolve(listening))
  })
}

function portOf(listening: Server): number {
  const address = listening.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

test('every name gets a port of its own, where the kernel takes none from', async () => {
  const { processHost } = await openOwner()
  const lease = await processHost.leasePorts({ id: 's1', host: '127.0.0.1', names: ['http', 'admin'], fixed: {} })
  if (!lease.ok) throw new Error('refused')
  const ports = Object.values(lease.ports)
  expect(Object.keys(lease.ports)).toEqual(['http', 'admin'])
  expect(new Set(ports).size).toBe(2)
  const [from = 0, to = 0] = readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').split(/\s+/).map(Number)
  for (const leased of ports) expect(leased < from || leased > to).toBe(true)
})

test.for([
  [
    { from: 32_768, to: 60_999 },
    { from: 10_000, to: 32_767 },
  ],
  [
    { from: 10_000, to: 40_000 },
    { from: 40_001, to: 65_535 },
  ],
  [
    { from: 1024, to: 65_535 },
    { from: 10_000, to: 65_535 },
  ],
] as const)('outside the ephemeral range %o lies %o', ([ephemeral, range]) => {
  expect(portRange(ephemeral)).toEqual(range)
})

test('clients in several processes and of several runs are never given the same port', async () => {
  const directories = [runDirectory(), runDirectory()]
  const answers = await Promise.all(
    [0, 1, 0, 1].map(
      (which) =>
        new Promise<readonly number[]>((resolve) => {
          const child = fork(fixture('lease-ports.mjs'), [directories[which] ?? '', '40'], {
            execArgv: [],
            stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
          })
          onTestFinished(() => {
            child.kill('SIGKILL')
          })
          child.once('message', (ports) => resolve(ports as readonly number[]))
        }),
    ),
  )
  const all = answers.flat()
  expect(all).toHaveLength(160)
  expect(new Set(all).size).toBe(160)
})

test('a fixed port that somebody listens on is refused, with who does', async () => {
  const { processHost } = await openOwner()
  const listening = await listen(0, '127.0.0.1')
  const fixed = { http: portOf(listening) }
  const lease = await processHost.leasePorts({ id: 's1', host: '127.0.0.1', names: ['admin'], fixed })
  expect(lease).toEqual({
    ok: false,
    taken: {
      port: fixed.http,
      host: '127.0.0.1',
      holder: { pid: process.pid, command: expect.stringContaining('node'), cwd: process.cwd() },
    },
  })
})

test('a fixed port is leased once, to one service of one run, until that is gone', async () => {
  const [one, other] = await Promise.all([openOwner(), openRun()])
  const probe = await listen(0, '127.0.0.1')
  const fixed = { http: portOf(probe) }
  await new Promise((resolve) => {
    probe.close(resolve)
  })
  const request = { host: '127.0.0.1', names: ['http'], fixed }
  expect(await one.processHost.leasePorts({ ...request, id: 's1' })).toEqual({ ok: true, ports: fixed })
  expect(await one.processHost.leasePorts({ ...request, id: 's2' })).toMatchObject({ ok: false })
  expect(await other.processHost.leasePorts({ ...request, id: 's1' })).toMatchObject({ ok: false })
  await one.processHost.releasePorts('s1')
  expect(await other.processHost.leasePorts({ ...request, id: 's1' })).toEqual({ ok: true, ports: fixed })
})

test('released ports are held until the service is gone', async () => {
  const { processHost, spawn } = await openOwner()
  const lease = await processHost.leasePorts({ id: 's1-held', host: '127.0.0.1', names: ['http'], fixed: {} })
  if (!lease.ok) throw new Error('refused')
  const handle = await spawn({ id: 's1-held', ...server('--port', String(lease.ports['http'])) })
  await ready(handle)
  await processHost.releasePorts('s1-held')
  const request = { id: 's2', host: '127.0.0.1', names: [], fixed: { ...lease.ports } }
  expect(await processHost.leasePorts(request)).toMatchObject({ ok: false, taken: { holder: { pid: handle.pid } } })
  await handle.kill(60_000)
  expect(await processHost.leasePorts(request)).toEqual({ ok: true, ports: lease.ports })
})

test('who holds a port is told from inside and outside of the tree', async () => {
  const { spawn } = await openOwner()
  const handle = await spawn({ command: 'sh', args: ['-c', '"$@" & wait', 'sh', ...Object.values(server()).flat()] })
  const { pid, port } = await ready(handle)
  expect(pid).not.toBe(handle.pid)
  expect(await handle.portHolder('127.0.0.1', port)).toEqual({ state: 'ours', pid })
  const foreign = await listen(0, '127.0.0.1')
  expect(await handle.portHolder('127.0.0.1', portOf(foreign))).toMatchObject({
    state: 'foreign',
    holder: { pid: process.pid },
  })
  expect(await handle.portHolder('127.0.0.1', 9)).toEqual({ state: 'none', instead: [`127.0.0.1:${port}`] })
})

test.for([
  ['0.0.0.0', '127.0.0.1', 'foreign'],
  ['::', '127.0.0.1', 'foreign'],
  ['::1', '::1', 'foreign'],
  ['::1', 'localhost', 'foreign'],
  ['127.0.0.1', 'localhost', 'foreign'],
  ['127.0.0.1', '127.0.0.2', 'none'],
  ['127.0.0.1', '::1', 'none'],
] as const)('a listener on %s, asked for %s: %s', async ([listening, asked, state]) => {
  const { spawn } = await openOwner()
  const handle = await spawn({ command: 'sleep', args: ['1000'] })
  const listener = await listen(0, listening)
  expect(await handle.portHolder(asked, portOf(listener))).toMatchObject({ state })
})

test('a lease of a supervisor that died is taken over', async () => {
  const { processHost } = await openOwner()
  const dead = spawnBare('true')
  await new Promise((resolve) => {
    dead.once('exit', resolve)
  })
  const { takeLeaseFile, dropLeaseFile } = await import('../src/ports/lease-file.ts')
  const place = placeOfPids()
  const directory = runDirectory()
  expect(takeLeaseFile(directory, 12_345, { pid: dead.pid ?? 0, startTime: 1, run: 'dead', place })).toBeUndefined()
  expect(takeLeaseFile(directory, 12_345, { pid: process.pid, startTime: 1, run: 'mine', place })).toBeUndefined()
  dropLeaseFile(directory, 12_345, { pid: process.pid, startTime: 1, run: 'mine', place })
  expect(processHost).toBeDefined()
})
