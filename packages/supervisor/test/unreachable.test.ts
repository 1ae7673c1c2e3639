import { spawn as spawnBare } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  unlinkSync,
  utimesSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { socketAddress, sweepSockets } from '../src/address.ts'
import { SilenceWatch } from '../src/client/silence.ts'
import type { PublishedSupervisor } from '../src/generations.ts'
import { connectProcessHost, endRun, sweep } from '../src/index.ts'
import { identify } from '../src/system/process-table.ts'
import { isLiving } from './harness/living.ts'
import { startOwner } from './harness/owner-process.ts'
import { openRun, ready, runDirectory, server, supervisorPid, untilGone } from './harness/test-run.ts'

// A supervisor that does not answer is waited for, for seconds of this process.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

function published(directory: string, generation = 1): PublishedSupervisor {
  return JSON.parse(
    readFileSync(path.join(directory, 'supervisor', `${generation}.ndjson`), 'utf8'),
  ) as PublishedSupervisor
}

function ownHome(): string {
  const home = mkdtempSync(path.join(tmpdir(), 'curfew-home-'))
  const before = process.env['TMPDIR']
  process.env['TMPDIR'] = home
  onTestFinished(() => {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
    rmSync(home, { recursive: true, force: true })
  })
  return home
}

test.for([
  ['its socket is removed', (address: string) => unlinkSync(address)],
  [
    'the whole folder of its socket is',
    (address: string) => renameSync(path.dirname(address), `${path.dirname(address)}-${Math.random()}`),
  ],
] as const)('when %s, the supervisor listens again: others connect, and the run ends', async ([, remove]) => {
  ownHome()
  const { directory, spawn } = await openRun()
  const handle = await spawn(server())
  await ready(handle)
  const { address, pid } = published(directory)
  for (const round of [1, 2]) {
    remove(address)
    const second = await connectProcessHost({
      run: path.basename(directory),
      runDirectory: directory,
      owner: `late-${round}`,
      rootPid: process.pid,
    })
    const lease = { id: `late-${round}`, host: '127.0.0.1', names: ['main'], fixed: {} }
    expect(await second.leasePorts(lease)).toMatchObject({ ok: true })
    await second.close()
  }
  expect(await handle.refresh()).toEqual([handle.pid])
  remove(address)
  await endRun(directory)
  expect([pid, handle.pid].filter(isLiving)).toEqual([])
  expect(existsSync(address)).toBe(false)
  // The same supervisor did it.
  expect(existsSync(path.join(directory, 'supervisor', '2.claim'))).toBe(false)
})

test('when the folder of this user is removed, ports are handed out all the same', async () => {
  const home = ownHome()
  const { processHost, spawn } = await openRun()
  await ready(await spawn(server()))
  // The supervisor puts its socket back at once, so that the folder is not empty at the first try.
  for (const name of readdirSync(home)) rmSync(path.join(home, name), { recursive: true, maxRetries: 10 })
  const lease = { id: 'late', host: '127.0.0.1', names: ['main'], fixed: {} }
  expect(await processHost.leasePorts(lease)).toMatchObject({ ok: true })
})

test('a temporary folder that is named relative to the worker is the same for the supervisor', async () => {
  ownHome()
  const cwd = mkdtempSync(path.join(tmpdir(), 'curfew-cwd-'))
  const before = process.cwd()
  process.chdir(cwd)
  process.env['TMPDIR'] = '.'
  onTestFinished(() => process.chdir(before))
  const { directory, spawn } = await openRun()
  await ready(await spawn(server()))
  expect(published(directory).address.startsWith(`${cwd}/curfew-`)).toBe(true)
  await endRun(directory)
  expect(isLiving(supervisorPid(directory))).toBe(false)
})

test('a supervisor that was stopped is continued when somebody waits for it, and when the run is to end', async () => {
  const { directory, spawn } = await openRun()
  const handle = await spawn(server())
  await ready(handle)
  const { pid } = published(directory)
  process.kill(pid, 'SIGSTOP')
  expect(await handle.refresh()).toEqual([handle.pid])
  process.kill(pid, 'SIGSTOP')
  await endRun(directory)
  expect([pid, handle.pid].filter(isLiving)).toEqual([])
  expect(await handle.exited).toEqual({ code: 0, signal: null })
})

test('a supervisor that was stopped and whose socket is gone is ended by its identity, and ends everything in order', async () => {
  const { directory, spawn, journal } = await openRun()
  const db = await spawn({ ...server(), id: 'db' })
  const api = await spawn({ ...server(), id: 'api', needs: ['db'] })
  await Promise.all([ready(db), ready(api)])
  const { pid, address } = published(directory)
  process.kill(pid, 'SIGSTOP')
  unlinkSync(address)
  await endRun(directory)
  expect([pid, db.pid, api.pid].filter(isLiving)).toEqual([])
  expect(existsSync(path.join(directory, 'supervisor', '2.claim'))).toBe(false)
  const events = journal().map(({ event, id }) => `${event} ${String(id)}`)
  expect(events.indexOf('terminate db')).toBeGreaterThan(events.indexOf('gone api'))
})

test('one that hangs is killed, and who waits for it has its connection closed if even that does not help', async () => {
  const hanging = spawnBare('sleep', ['1000'])
  onTestFinished(() => {
    hanging.kill('SIGKILL')
  })
  const identity = identify(hanging.pid ?? 0) ?? { pid: 0, startTime: 0 }
  let asked = 0
  const lived: boolean[] = []
  const gaveUp = Promise.withResolvers<void>()
  const ping = (): Promise<void> => {
    lived.push(isLiving(identity.pid))
    asked += 1
    return asked > 3 ? new Promise(() => {}) : Promise.resolve()
  }
  // 60 turns of silence, and not a moment before: it answered the first three questions.
  const watch = new SilenceWatch(identity, ping, gaveUp.resolve, 5)
  void watch.during(new Promise(() => {}))
  await gaveUp.promise
  expect(lived).toEqual([true, true, true, true])
  await untilGone(identity.pid)
})

test('sockets of another place of pids are swept only where nobody listens', async () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'curfew-sockets-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  const dead = spawnBare('true')
  await new Promise((resolve) => {
    dead.once('exit', resolve)
  })
  const ofDead = String(dead.pid)
  const listening = createServer()
  const deserted = createServer()
  const files = ['abcdef-1', `abcdef-${ofDead}`, ofDead].map((name) => path.join(directory, `${name}.sock`))
  const [elsewhere = '', desertedElsewhere = '', older = ''] = files
  const alsoListening = createServer()
  for (const [one, at] of [
    [listening, elsewhere],
    [deserted, `${desertedElsewhere}.moved`],
    [alsoListening, older],
  ] as const) {
    await new Promise<void>((resolve) => {
      one.listen(at, resolve)
    })
  }
  onTestFinished(() => {
    listening.close()
    alsoListening.close()
  })
  // The end of a server removes the file of its own name only.
  renameSync(`${desertedElsewhere}.moved`, desertedElsewhere)
  deserted.close()
  const own = socketAddress(directory, dead.pid ?? 0)
  mkdirSync(own)
  rmSync(own, { recursive: true })
  const ownDeserted = createServer()
  await new Promise<void>((resolve) => {
    ownDeserted.listen(`${own}.moved`, resolve)
  })
  renameSync(`${own}.moved`, own)
  ownDeserted.close()
  await sweepSockets(directory)
  // Young ones may be listened at in a moment.
  expect(readdirSync(directory).toSorted()).toEqual(files.map((file) => path.basename(file)).toSorted())
  const old = new Date(Date.now() - 120_000)
  for (const file of files) utimesSync(file, old, old)
  await sweepSockets(directory)
  expect(readdirSync(directory).toSorted()).toEqual([elsewhere, older].map((file) => path.basename(file)).toSorted())
})

test('a run whose supervisor was stopped and whose root is dead is served again by the next sweep', async () => {
  ownHome()
  const directory = runDirectory()
  const owner = await startOwner(directory, 'root')
  const supervisor = supervisorPid(directory)
  process.kill(supervisor, 'SIGSTOP')
  process.kill(owner.pid, 'SIGKILL')
  await untilGone(owner.pid)
  expect(owner.pids.filter(isLiving)).toEqual(owner.pids)
  await sweep({ root: directory, minAgeMs: 0 })
  await untilGone(supervisor)
  expect(owner.pids.filter(isLiving)).toEqual([])
})
