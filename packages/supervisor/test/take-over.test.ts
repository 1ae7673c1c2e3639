import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { readFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import path from 'node:path'
import { expect, test } from 'vitest'
import { endRun } from '../src/index.ts'
import { isLiving } from './harness/living.ts'
import { startOwner } from './harness/owner-process.ts'
import {
  fixture,
  guardPid,
  lineOf,
  openRun,
  readJournal,
  ready,
  runDirectory,
  server,
  supervisorPid,
  texts,
  untilGone,
  untilLateNeeds,
} from './harness/test-run.ts'

function eventsOf(directory: string, owner: string): readonly string[] {
  return readJournal(directory, owner).map(({ event }) => event)
}

test('when the supervisor is killed, another one takes over, and handles go on', async () => {
  const { spawn, directory, journal } = await openRun()
  const handle = await spawn(server('--setsid-child'))
  await ready(handle)
  const members = await handle.refresh()
  process.kill(supervisorPid(directory), 'SIGKILL')
  expect(await handle.refresh()).toEqual(members)
  expect(members.filter(isLiving)).toEqual(members)
  expect(supervisorPid(directory, 2)).not.toBe(supervisorPid(directory))
  await handle.terminate('SIGTERM')
  expect(await handle.exited).toMatchObject({ code: null, signal: null, hint: expect.stringContaining('not known') })
  expect(await handle.gone).toMatchObject({ gone: true, survivors: [] })
  expect(members.filter(isLiving)).toEqual([])
  expect(texts(await handle.lastLines(10))).toContain('signal 1')
  const events = journal().map(({ event }) => event)
  expect(events).toEqual(expect.arrayContaining(['taken-over', 'owner-back', 'terminate', 'exited', 'gone']))
  expect(events.filter((event) => event === 'spawned')).toHaveLength(1)
})

test('a second and a third one take over as well, by the guard', async () => {
  const { spawn, directory } = await openRun()
  const handle = await spawn(server())
  await ready(handle)
  const guard = guardPid(directory)
  for (const generation of [1, 2]) {
    process.kill(supervisorPid(directory, generation), 'SIGKILL')
    expect(await handle.refresh()).toEqual([handle.pid])
    expect(guardPid(directory, generation + 1)).toBe(guard)
  }
})

test('when the supervisor and its guard are killed, a worker starts the next one', async () => {
  const { spawn, directory } = await openRun()
  const handle = await spawn(server())
  await ready(handle)
  process.kill(guardPid(directory), 'SIGKILL')
  process.kill(supervisorPid(directory), 'SIGKILL')
  expect(await handle.refresh()).toEqual([handle.pid])
  expect(guardPid(directory, 2)).not.toBe(guardPid(directory, 1))
})

test.for([
  ['', false],
  [', as found after the spawn', true],
] as const)(
  'when the supervisor and then its owner are killed, the services are stopped in reverse order%s',
  async ([, late]) => {
    const { directory } = await openRun('main')
    const owner = await startOwner(directory, 'victim', { rootPid: process.pid, late })
    if (late) await untilLateNeeds(directory, 'victim')
    process.kill(supervisorPid(directory), 'SIGKILL')
    process.kill(owner.pid, 'SIGKILL')
    await expect.poll(() => eventsOf(directory, 'victim')).toContain('owner-finished')
    expect(owner.pids.filter(isLiving)).toEqual([])
    const journal = readJournal(directory, 'victim')
    const events = journal.map(({ event, id }) => `${event} ${String(id).split('-')[1]}`)
    expect(events.indexOf('terminate db')).toBeGreaterThan(events.indexOf('gone api'))
    expect(events.indexOf('terminate disk')).toBeGreaterThan(events.indexOf('gone db'))
    const gone = journal.filter(({ event }) => event === 'gone')
    const order = gone.map(({ id }) => String(id).split('-')[1])
    expect(order.filter((service) => service !== 'other')).toEqual(['api', 'db', 'disk'])
  },
)

test('a run whose root is killed together with the supervisor is finished to the last process', async () => {
  const directory = runDirectory()
  const owner = await startOwner(directory, 'root')
  process.kill(supervisorPid(directory), 'SIGKILL')
  process.kill(owner.pid, 'SIGKILL')
  await expect.poll(() => eventsOf(directory, 'root')).toContain('owner-finished')
  await untilGone(supervisorPid(directory, 2))
  expect(owner.pids.filter(isLiving)).toEqual([])
})

test('endRun ends what a supervisor that was killed had, with another one', async () => {
  const { spawn, directory } = await openRun()
  const handle = await spawn(server('--setsid-child'))
  await ready(handle)
  const members = await handle.refresh()
  process.kill(supervisorPid(directory), 'SIGKILL')
  await endRun(directory)
  expect([...members, supervisorPid(directory, 2)].filter(isLiving)).toEqual([])
})

test('calls that were not answered are asked again, a signal is not', async () => {
  const { spawn, processHost, directory, order } = await openRun()
  const handle = await spawn(server())
  await ready(handle)
  const supervisor = supervisorPid(directory)
  process.kill(supervisor, 'SIGSTOP')
  const pending = Promise.all([
    handle.lastLines(1),
    processHost.leasePorts({ id: 'l', host: '127.0.0.1', names: ['http'], fixed: {} }),
    processHost.spawn(order({ id: 'again', command: 'sleep', args: ['1000'] })),
  ])
  const signalled = handle.signal('SIGUSR2')
  process.kill(supervisor, 'SIGKILL')
  await expect(signalled).rejects.toMatchObject({ code: 'CURFEW_SUPERVISOR_LOST' })
  const [lines, lease, spawned] = await pending
  expect(lines).toHaveLength(1)
  expect(lease).toMatchObject({ ok: true })
  expect(await spawned.refresh()).toEqual([spawned.pid])
  expect(await spawned.kill(60_000)).toMatchObject({ gone: true })
})

test('every line is told once, and recorded once', async () => {
  const { spawn, directory, order, processHost } = await openRun()
  const clock = order({ command: process.execPath, args: [fixture('count.mjs')] })
  const handle = await processHost.spawn(clock)
  const seen: string[] = []
  handle.onLine(({ text }) => seen.push(text))
  await lineOf(handle, /^20$/)
  process.kill(supervisorPid(directory), 'SIGKILL')
  await handle.refresh()
  await lineOf(handle, new RegExp(`^${Number(seen.at(-1)) + 20}$`))
  await spawn({ command: 'true' })
  await handle.kill(60_000)
  await processHost.close()
  const records = readFileSync(path.join(clock.log.directory, 'records.ndjson'), 'utf8').trimEnd().split('\n')
  const recorded = records.map((record) => (JSON.parse(record) as { readonly msg: string }).msg)
  expect(seen).toEqual(seen.map((_, index) => String(index)))
  expect(recorded).toEqual(recorded.map((_, index) => String(index)))
  expect(recorded.length).toBeGreaterThanOrEqual(seen.length)
})

test('what an owner wrote while there was no supervisor is in its journal, once and in order', async () => {
  const { processHost, spawn, directory, journal } = await openRun()
  const handle = await spawn(server())
  const supervisor = supervisorPid(directory)
  processHost.record({ event: 'warning', timeMs: 1, message: '1' })
  await handle.refresh()
  process.kill(supervisor, 'SIGSTOP')
  processHost.record({ event: 'warning', timeMs: 2, message: '2' })
  process.kill(supervisor, 'SIGKILL')
  processHost.record({ event: 'warning', timeMs: 3, message: '3' })
  await handle.refresh()
  processHost.record({ event: 'warning', timeMs: 4, message: '4' })
  await handle.refresh()
  const written = journal().filter(({ event }) => event === 'warning')
  expect(written.map(({ timeMs }) => timeMs)).toEqual([1, 2, 3, 4])
})

test('leased ports stay with their service', async () => {
  const { processHost, directory, spawn } = await openRun()
  const lease = await processHost.leasePorts({ id: 's1', host: '127.0.0.1', names: ['http'], fixed: {} })
  if (!lease.ok) throw new Error('refused')
  const http = lease.ports['http'] ?? 0
  const handle = await spawn({ id: 's1', ...server('--port', String(http)) })
  await ready(handle)
  process.kill(supervisorPid(directory), 'SIGKILL')
  expect(await handle.portHolder('127.0.0.1', http)).toEqual({ state: 'ours', pid: handle.pid })
  const other = await processHost.leasePorts({ id: 's2', host: '127.0.0.1', names: [], fixed: { http } })
  expect(other).toMatchObject({ ok: false, taken: { port: http, holder: { pid: handle.pid } } })
})

test('an owner that is paused while its supervisor is killed keeps its services, and comes back', async () => {
  const { directory } = await openRun('main')
  const owner = await startOwner(directory, 'sleeper', { rootPid: process.pid })
  process.kill(owner.pid, 'SIGSTOP')
  process.kill(supervisorPid(directory), 'SIGKILL')
  await expect.poll(() => eventsOf(directory, 'sleeper')).toContain('taken-over')
  expect(owner.pids.filter(isLiving)).toEqual(owner.pids)
  process.kill(owner.pid, 'SIGCONT')
  await expect.poll(() => eventsOf(directory, 'sleeper')).toContain('owner-back')
  expect(owner.pids.filter(isLiving)).toEqual(owner.pids)
})

test('an owner whose socket broke connects again to the same supervisor', async () => {
  const sockets: Socket[] = []
  const collect = (message: unknown): unknown => sockets.push((message as { readonly socket: Socket }).socket)
  subscribe('net.client.socket', collect)
  const { spawn, directory, journal } = await openRun()
  unsubscribe('net.client.socket', collect)
  const handle = await spawn(server())
  await ready(handle)
  for (const socket of sockets) socket.destroy()
  process.kill(handle.pid, 'SIGKILL')
  expect(await handle.exited).toMatchObject({ signal: 'SIGKILL' })
  expect(journal().map(({ event }) => event)).toContain('owner-back')
  expect(isLiving(supervisorPid(directory))).toBe(true)
})
