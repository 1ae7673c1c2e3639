import { fork } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import type { HostDriverOrder, HostReach, ResourceOrder } from '@curfew/protocol'
import { connectProcessHost, sweep } from '../src/index.ts'
import { killTogether } from './harness/kill-together.ts'
import { isLiving } from './harness/living.ts'
import {
  fixture,
  guardPid,
  type JournalLine,
  lineOf,
  openRun,
  readJournal,
  runDirectory,
  supervisorPid,
  texts,
} from './harness/test-run.ts'

// A register of its own: other supervisors sweep what the user's register names.
const home = mkdtempSync(path.join(tmpdir(), 'curfew-resources-'))
process.env['TMPDIR'] = home

afterAll(() => {
  rmSync(home, { recursive: true, force: true, maxRetries: 10 })
})

/** A process host of its own: a folder. */
function makeHost(): string {
  return mkdtempSync(path.join(home, 'host-'))
}

function driverOf(directory: string): ResourceOrder['driver'] {
  return { module: fixture('test-driver.mjs'), options: { directory } }
}

/** What the driver was asked, and by which supervisor. */
function callsOf(host: string): readonly string[] {
  const text = existsSync(path.join(host, 'calls')) ? readFileSync(path.join(host, 'calls'), 'utf8') : ''
  return text.split('\n').map((line) => line.replace(/^\d+ /, ''))
}

function resource(host: string, changes: Partial<ResourceOrder> = {}): ResourceOrder {
  const service = changes.service ?? 'net'
  return {
    id: `r-${service}`,
    service,
    scopeId: 'test-1',
    needs: [],
    driver: driverOf(host),
    releaseTimeoutMs: 20_000,
    ...changes,
  }
}

interface Chain {
  readonly pid: number
  /** `app` (this machine) → `remote` (a process of the driver) → `net` (a resource of it). */
  readonly pids: { readonly net: number; readonly remote: number; readonly app: number }
}

interface ChainStart {
  readonly pid: number
  readonly asked: Promise<void>
  readonly started: Promise<Chain>
}

function beginChain(directory: string, host: string, rootPid: number | 'self'): ChainStart {
  const args = [directory, 'victim', String(rootPid), JSON.stringify({ directory: host })]
  const child = fork(fixture('driven-owner.mjs'), args, {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  const pid = child.pid ?? 0
  const asked = Promise.withResolvers<void>()
  const started = Promise.withResolvers<Chain>()
  child.on('message', (message: { readonly asked?: true; readonly pids?: Chain['pids'] }) => {
    if (message.asked === true) asked.resolve()
    if (message.pids !== undefined) started.resolve({ pid, pids: message.pids })
  })
  return { pid, asked: asked.promise, started: started.promise }
}

function startChain(directory: string, host: string, rootPid: number | 'self'): Promise<Chain> {
  return beginChain(directory, host, rootPid).started
}

function place(journal: readonly JournalLine[], event: string, service: string): number {
  return journal.findIndex((entry) => entry.event === event && String(entry['id']).endsWith(`-${service}`))
}

/** Each was over before what it needs was asked to end. */
function expectOrder(journal: readonly JournalLine[]): void {
  expect(place(journal, 'gone', 'app')).toBeGreaterThan(0)
  expect(place(journal, 'terminate', 'remote')).toBeGreaterThan(place(journal, 'gone', 'app'))
  expect(place(journal, 'resource-released', 'net')).toBeGreaterThan(place(journal, 'gone', 'remote'))
}

async function untilFinished(directory: string): Promise<readonly JournalLine[]> {
  const read = (): readonly JournalLine[] => readJournal(directory, 'victim')
  await expect.poll(() => read().map(({ event }) => event)).toContain('owner-finished')
  return read()
}

test('processes that a driver starts itself are its own: their exits are not taken by whoever reaps orphans', async () => {
  const { processHost, spawn } = await openRun()
  // From the first process of this machine on the supervisor reaps what others orphan.
  await spawn({ command: 'sleep', args: ['1000'] })
  const driver = { module: fixture('spawning-driver.mjs') }
  expect(await processHost.acquire(resource(makeHost(), { driver, options: { count: 200 } }))).toBe(200)
  await processHost.release('r-net')
})

test('a resource is made and released by its driver, which is loaded with the first order that names it', async () => {
  const host = makeHost()
  const { processHost, journal } = await openRun()
  expect(callsOf(host)).not.toContain('created')
  const made = (await processHost.acquire(resource(host))) as { readonly pid: number; readonly directory: string }
  expect(isLiving(made.pid)).toBe(true)
  expect(existsSync(made.directory)).toBe(true)
  await processHost.acquire(resource(host, { service: 'other' }))
  expect(callsOf(host).filter((call) => call === 'created')).toHaveLength(1)
  await processHost.release('r-net')
  expect(isLiving(made.pid)).toBe(false)
  expect(existsSync(made.directory)).toBe(false)
  expect(journal().map(({ event }) => event)).toEqual(
    expect.arrayContaining(['resource-intent', 'resource-made', 'resource-released']),
  )
  await processHost.close()
  await expect.poll(() => callsOf(host)).toContain('closed')
  expect(callsOf(host)).toContain('release other made')
})

test('a resource that cannot be made fails with the error of its driver, and what was half made is released', async () => {
  const host = makeHost()
  const { processHost, journal } = await openRun()
  const failing = processHost.acquire(resource(host, { options: { fails: true } }))
  await expect(failing).rejects.toThrow('no more of these')
  await expect.poll(() => journal().map(({ event }) => event)).toContain('resource-released')
  expect(callsOf(host)).toContain('release net half made')
})

test('a driver that cannot be loaded is named, and why', async () => {
  const { processHost } = await openRun()
  const driver = (module: string): ResourceOrder => resource('', { id: module, driver: { module } })
  await expect(processHost.acquire(driver('left-pad'))).rejects.toThrow(
    'The host driver "left-pad" was not loaded: expected an absolute path or a file: URL',
  )
  await expect(processHost.acquire(driver('/no/such/driver.mjs'))).rejects.toThrow(
    '/no/such/driver.mjs could not be loaded',
  )
  await expect(processHost.acquire(driver(fixture('clock.mjs')))).rejects.toThrow()
})

test('a process of another host is spawned, heard, and ended by its driver', async () => {
  const host = makeHost()
  const { processHost, order, journal } = await openRun()
  const script = 'trap "echo bye; exit 0" TERM; echo ready; while :; do sleep 0.01; done'
  const handle = await processHost.spawn(order({ command: 'sh', args: ['-c', script], driver: driverOf(host) }))
  await lineOf(handle, /^ready$/)
  expect(await handle.refresh()).toEqual([handle.pid])
  await handle.terminate('SIGTERM')
  expect(await handle.gone).toMatchObject({ gone: true })
  expect(isLiving(handle.pid)).toBe(false)
  expect(texts(await handle.lastLines(1))).toEqual(['bye'])
  const spawned = journal().find(({ event }) => event === 'spawned')
  expect(spawned).toMatchObject({ containment: 'test', identity: { file: expect.any(String) } })
})

test('owners are told when a host cannot be reached, those that come later too, and when it can again', async () => {
  const host = makeHost()
  const { processHost, order, directory, run } = await openRun()
  const driver = driverOf(host)
  const seen: (HostReach & { readonly driver: HostDriverOrder })[] = []
  processHost.onHostReach((of, reach) => seen.push({ ...reach, driver: of }))
  const handle = await processHost.spawn(order({ command: 'sleep', args: ['1000'], driver }))
  const offline = { driver, isReachable: false, reason: 'the host is offline' }
  writeFileSync(path.join(host, 'offline'), '')
  await expect.poll(() => seen).toEqual([offline])
  expect(isLiving(handle.pid)).toBe(true)
  const later = await connectProcessHost({ run, runDirectory: directory, owner: 'later' })
  onTestFinished(() => later.close())
  const seenLater: unknown[] = []
  later.onHostReach((of, reach) => seenLater.push({ ...reach, driver: of }))
  await expect.poll(() => seenLater).toEqual([offline])
  rmSync(path.join(host, 'offline'))
  await expect.poll(() => seen).toEqual([offline, { driver, isReachable: true }])
  // It was never called exited meanwhile.
  expect(await handle.refresh()).toEqual([handle.pid])
})

test('the ports of another host are leased and given back by its driver', async () => {
  const host = makeHost()
  const { processHost, journal } = await openRun()
  const driver = driverOf(host)
  const lease = await processHost.leasePorts({
    id: 's1',
    host: '10.0.0.9',
    names: ['main', 'admin'],
    fixed: {},
    driver,
  })
  expect(lease).toEqual({ ok: true, ports: { main: 4000, admin: 4001 } })
  await processHost.releasePorts('s1')
  await expect.poll(() => callsOf(host)).toContain('give back s1')
  expect(journal().map(({ event }) => event)).not.toContain('ports-leased')
})

test('what a dead owner has on other hosts ends in the order of the graph', async () => {
  const host = makeHost()
  const { directory } = await openRun('main')
  const { pid, pids } = await startChain(directory, host, process.pid)
  process.kill(pid, 'SIGKILL')
  const journal = await untilFinished(directory)
  expect(Object.values(pids).filter(isLiving)).toEqual([])
  expectOrder(journal)
})

test('when its supervisor dies too, another one loads the driver and goes on in the same order', async () => {
  const host = makeHost()
  const { directory } = await openRun('main')
  const { pid, pids } = await startChain(directory, host, process.pid)
  await killTogether(supervisorPid(directory), pid)
  const journal = await untilFinished(directory)
  expect(Object.values(pids).filter(isLiving)).toEqual([])
  expectOrder(journal)
  expect(callsOf(host).filter((call) => call === 'created')).toHaveLength(2)
})

test('an owner that lives goes on with what it has on other hosts, under another supervisor', async () => {
  const host = makeHost()
  const { processHost, order, directory } = await openRun()
  const script = 'trap "exit 0" TERM; while :; do sleep 0.01; done'
  const made = (await processHost.acquire(resource(host))) as { readonly pid: number }
  const handle = await processHost.spawn(order({ command: 'sh', args: ['-c', script], driver: driverOf(host) }))
  await killTogether(supervisorPid(directory))
  expect(await handle.refresh()).toEqual([handle.pid])
  expect(await processHost.acquire(resource(host))).toEqual(made)
  await handle.terminate('SIGTERM')
  expect(await handle.gone).toMatchObject({ gone: true })
  await processHost.release('r-net')
  expect([handle.pid, made.pid].filter(isLiving)).toEqual([])
})

test.for(['resource', 'process'] as const)(
  'a %s that was being made when the supervisor died is there once, and is handed over',
  async (kind) => {
    const host = makeHost()
    const { processHost, order, directory } = await openRun()
    writeFileSync(path.join(host, 'hold'), '')
    const driver = driverOf(host)
    const asked =
      kind === 'resource'
        ? processHost
            .acquire(resource(host, { service: 'it' }))
            .then((value) => (value as { readonly pid: number }).pid)
        : processHost.spawn(order({ service: 'it', command: 'sleep', args: ['1000'], driver })).then(({ pid }) => pid)
    const call = kind === 'resource' ? 'acquire it' : 'spawn it'
    await expect.poll(() => callsOf(host)).toContain(call)
    await killTogether(supervisorPid(directory))
    rmSync(path.join(host, 'hold'))
    const pid = await asked
    expect(isLiving(pid)).toBe(true)
    // What was half made is not used: nobody knows how far it came. A process is found.
    expect(callsOf(host).filter((each) => each === call)).toHaveLength(kind === 'resource' ? 2 : 1)
    await processHost.close()
    expect(isLiving(pid)).toBe(false)
  },
)

test('where no supervisor can come any more, the owner ends what it has on other hosts itself', async () => {
  const host = makeHost()
  const { processHost, order, directory } = await openRun()
  const made = (await processHost.acquire(resource(host))) as { readonly pid: number }
  const more = { service: 'it', needs: ['r-net'], driver: driverOf(host) }
  const script = 'trap "exit 0" TERM; echo ready; while :; do sleep 0.01; done'
  const handle = await processHost.spawn(order({ command: 'sh', args: ['-c', script], ...more }))
  await lineOf(handle, /ready/)
  renameSync(directory, `${directory}-away`)
  writeFileSync(directory, '')
  onTestFinished(() => rmSync(`${directory}-away`, { recursive: true }))
  await killTogether(guardPid(`${directory}-away`), supervisorPid(`${directory}-away`))
  await processHost.close()
  expect([handle.pid, made.pid].filter(isLiving)).toEqual([])
  const calls = callsOf(host)
  expect(calls.indexOf('release net made')).toBeGreaterThan(calls.indexOf('ask it SIGTERM'))
  expect(calls.indexOf('ask it SIGTERM')).toBeGreaterThan(0)
})

/** A run of which nobody is left but what it had. */
async function orphans(host: string, directory: string): Promise<Chain> {
  const chain = await startChain(directory, host, 'self')
  await killTogether(guardPid(directory), supervisorPid(directory), chain.pid)
  expect(Object.values(chain.pids).filter(isLiving)).toEqual(Object.values(chain.pids))
  return chain
}

test('when all are dead, the next sweep loads the driver by the journal, in the order of the graph', async () => {
  const host = makeHost()
  const directory = runDirectory()
  const { pids } = await orphans(host, directory)
  const report = await sweep({ root: home, minAgeMs: 0 })
  const outcomes = report.services.map(({ service, outcome }) => [service, outcome])
  expect(outcomes).toEqual([
    ['app', 'stopped'],
    ['remote', 'stopped'],
    ['net', 'stopped'],
  ])
  expect(Object.values(pids).filter(isLiving)).toEqual([])
  expect((await sweep({ root: home, minAgeMs: 0 })).services).toEqual([])
})

test('a resource that was being made when all died is found by its intent', async () => {
  const host = makeHost()
  const directory = runDirectory()
  writeFileSync(path.join(host, 'hold'), '')
  const { pid } = beginChain(directory, host, 'self')
  await expect.poll(() => callsOf(host)).toContain('acquire net')
  await killTogether(guardPid(directory), supervisorPid(directory), pid)
  const report = await sweep({ root: home, minAgeMs: 0 })
  expect(report.services).toMatchObject([{ service: 'net', outcome: 'stopped' }])
  expect(callsOf(host)).toContain('release net half made')
})

test('a host that cannot be reached leaves its things to a later sweep, with the reason', async () => {
  const host = makeHost()
  const directory = runDirectory()
  const { pids } = await orphans(host, directory)
  writeFileSync(path.join(host, 'offline'), '')
  const report = await sweep({ root: home, minAgeMs: 0 })
  expect(report.services).toMatchObject([
    { service: 'app', outcome: 'stopped' },
    { service: 'remote', outcome: 'left-alive', error: 'the host is offline' },
    { service: 'net', outcome: 'left-alive', error: 'the host is offline' },
  ])
  rmSync(path.join(host, 'offline'))
  const later = await sweep({ root: home, minAgeMs: 0 })
  expect(later.services.map(({ service }) => service)).toEqual(['remote', 'net'])
  expect(Object.values(pids).filter(isLiving)).toEqual([])
})

test('a sweep loads no driver that another user could have put there', async () => {
  const host = makeHost()
  const directory = runDirectory()
  const { pids } = await orphans(host, directory)
  const journal = path.join(directory, 'journal', 'victim.ndjson')
  const shared = path.join(home, 'shared')
  mkdirSync(shared)
  chmodSync(shared, 0o777)
  writeFileSync(path.join(shared, 'driver.mjs'), `throw new Error('loaded')`)
  const before = readFileSync(journal, 'utf8')
  writeFileSync(
    journal,
    before.replaceAll(new URL('fixtures/test-driver.mjs', import.meta.url).href, `${shared}/driver.mjs`),
  )
  const report = await sweep({ root: home, minAgeMs: 0 })
  for (const service of ['remote', 'net']) {
    const swept = report.services.find((each) => each.service === service)
    expect(swept).toMatchObject({ outcome: 'left-alive', error: expect.stringContaining('other users may rename') })
  }
  expect([pids.remote, pids.net].filter(isLiving)).toEqual([pids.remote, pids.net])
  writeFileSync(journal, before)
  await sweep({ root: home, minAgeMs: 0 })
  expect(Object.values(pids).filter(isLiving)).toEqual([])
})
