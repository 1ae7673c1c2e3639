import { type ChildProcess, fork, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { reachSupervisor } from '../src/client/reach.ts'
import { connectProcessHost, endRun } from '../src/index.ts'
import { isLiving } from './harness/living.ts'
import { supervisorEntry } from '../src/programs.ts'
import { formatArguments } from '../src/supervisor-arguments.ts'
import type { ProcessIdentity } from '../src/system/process-entry.ts'
import { identify } from '../src/system/process-table.ts'
import { identifySelf } from '../src/system/thread-identity.ts'
import { fixture, openRun, ready, runDirectory, server, supervisorPid, untilGone } from './harness/test-run.ts'

function start(runDirectoryOf: string, ...args: readonly string[]): ChildProcess {
  const child = fork(fixture('connect.mjs'), [runDirectoryOf, ...args], {
    execArgv: [],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  return child
}

test('of 8 starters at the same time, exactly one starts the supervisor', async () => {
  const directory = runDirectory()
  const connectHere = (owner: string): Promise<unknown> =>
    connectProcessHost({ run: 'r', runDirectory: directory, owner, rootPid: process.pid })
  const connectThere = (): Promise<unknown> =>
    new Promise((resolve) => start(directory, String(process.pid)).once('message', resolve))
  await Promise.all([...['a', 'b', 'c', 'd'].map(connectHere), ...Array.from({ length: 4 }, connectThere)])
  expect(readdirSync(path.join(directory, 'supervisor')).toSorted()).toEqual(['1.claim', '1.ndjson'])
  // Listed with its name: a shell is the guard of a supervisor.
  const listed = spawnSync('pgrep', ['-l', '-f', `directory=${directory} `], { encoding: 'utf8' })
    .stdout.trim()
    .split('\n')
    .filter((line) => !line.endsWith(' sh'))
    .map((line) => line.split(' ')[0])
  expect(listed).toEqual([String(supervisorPid(directory))])
})

test('a connection keeps nobody alive, and a call that is awaited does', async () => {
  const directory = runDirectory()
  const child = start(directory, String(process.pid), 'spawn-and-fall-off')
  const output: string[] = []
  child.stdout?.on('data', (chunk: Buffer) => output.push(chunk.toString()))
  await new Promise((resolve) => {
    child.once('message', () => child.disconnect())
    child.stdout?.once('end', resolve)
  })
  expect(output.join('')).toBe('exited 0\n')
})

test('endRun stops what is left, and the supervisor is gone when it resolves', async () => {
  const { spawn, directory } = await openRun()
  const handle = await spawn(server('--setsid-child'))
  await ready(handle)
  const supervisor = supervisorPid(directory)
  await Promise.all([endRun(directory), endRun(directory)])
  expect([handle.pid, supervisor].filter(isLiving)).toEqual([])
  expect(await handle.exited).toEqual({ code: 0, signal: null })
  await endRun(directory)
})

test('endRun of a run that never had a supervisor creates nothing', async () => {
  const directory = runDirectory()
  await endRun(directory)
  await endRun(path.join(directory, 'not-even-a-folder'))
  expect(readdirSync(directory)).toEqual([])
})

test('the supervisor leaves after the goodbye of the root, with its socket and its leases', async () => {
  const { processHost, directory } = await openRun()
  const { address } = JSON.parse(readFileSync(path.join(directory, 'supervisor', '1.ndjson'), 'utf8')) as {
    address: string
  }
  const lease = await processHost.leasePorts({ id: 's1', host: '127.0.0.1', names: ['http'], fixed: {} })
  if (!lease.ok) throw new Error('refused')
  const leaseFile = path.join(path.dirname(address), 'ports', String(lease.ports['http']))
  expect([address, leaseFile].map((file) => existsSync(file))).toEqual([true, true])
  await processHost.close()
  await untilGone(supervisorPid(directory))
  expect([address, leaseFile].map((file) => existsSync(file))).toEqual([false, false])
})

test('a run whose supervisor has left gets another one', async () => {
  const { processHost, directory } = await openRun()
  await processHost.close()
  await untilGone(supervisorPid(directory))
  const again = await connectProcessHost({ run: 'again', runDirectory: directory, owner: 'owner-2' })
  expect(isLiving(supervisorPid(directory, 2))).toBe(true)
  await again.close()
})

test('it outlives the signals of a terminal, and finishes everything on SIGTERM', async () => {
  const { spawn, directory } = await openRun()
  const handle = await spawn(server())
  await ready(handle)
  const supervisor = supervisorPid(directory)
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.kill(supervisor, signal)
  expect(await handle.refresh()).toEqual([handle.pid])
  process.kill(supervisor, 'SIGTERM')
  await untilGone(supervisor)
  expect(isLiving(handle.pid)).toBe(false)
  expect(await handle.exited).toEqual({ code: 0, signal: null })
})

test('a supervisor that cannot start says why', async () => {
  const directory = runDirectory()
  const { execPath } = process
  process.execPath = path.join(directory, 'no-node')
  onTestFinished(() => {
    process.execPath = execPath
  })
  const refused = connectProcessHost({ run: 'r', runDirectory: path.join(directory, 'run'), owner: 'o' })
  await expect(refused).rejects.toMatchObject({ code: 'CURFEW_SUPERVISOR_START' })
  await expect(refused).rejects.toThrow(/ended while it started \(exit 127\)[^]*no-node: not found/)
})

test('it runs without the options, coverage and channels of the worker', async () => {
  process.env['NODE_V8_COVERAGE'] = '/tmp/never'
  onTestFinished(() => {
    delete process.env['NODE_V8_COVERAGE']
  })
  const { directory } = await openRun()
  const environment = readFileSync(`/proc/${supervisorPid(directory)}/environ`, 'utf8')
  expect(environment).not.toMatch(/NODE_OPTIONS|NODE_V8_COVERAGE|NODE_CHANNEL|VITEST/)
})

test('the journal of an owner is its entries and ours, and no value of an environment', async () => {
  const { spawn, processHost, journal, directory } = await openRun()
  processHost.record({
    event: 'service-running',
    timeMs: 1,
    id: 's1-api',
    service: 'api',
    scopeId: 't1',
    durationMs: 1,
  })
  const handle = await spawn({
    id: 's1-api',
    command: 'true',
    env: { PATH: process.env['PATH'] ?? '', TOKEN: 'secret' },
  })
  await handle.gone
  expect(journal().map(({ event }) => event)).toEqual([
    'journal',
    'service-running',
    'spawn-intent',
    'spawned',
    'exited',
    'gone',
  ])
  expect(journal()[0]).toMatchObject({ version: 1, owner: 'owner-1', pid: process.pid, threadId: null })
  expect(journal()[2]).toMatchObject({ id: 's1-api', command: 'true', environment: ['PATH', 'TOKEN'] })
  expect(journal()[3]).toMatchObject({ pid: handle.pid, group: handle.pid, startTime: expect.any(Number) })
  expect(readFileSync(path.join(directory, 'journal', 'owner-1.ndjson'), 'utf8')).not.toContain('secret')
})

test('a torn last line stays alone, and a folder that cannot be written is said once and breaks nothing', async () => {
  const directory = runDirectory()
  mkdirSync(path.join(directory, 'journal'))
  writeFileSync(path.join(directory, 'journal', 'torn.ndjson'), '{"event":"half')
  mkdirSync(path.join(directory, 'journal', 'unwritable.ndjson'))
  const [torn, unwritable] = await Promise.all(
    ['torn', 'unwritable'].map((owner) => connectProcessHost({ run: 'r', runDirectory: directory, owner })),
  )
  const lines = readFileSync(path.join(directory, 'journal', 'torn.ndjson'), 'utf8').split('\n')
  expect(lines[0]).toBe('{"event":"half')
  expect(JSON.parse(lines[1] ?? '')).toMatchObject({ event: 'journal' })
  unwritable?.record({ event: 'lost', timeMs: 1 })
  await torn?.close()
  await unwritable?.close()
  const complaints = readFileSync(path.join(directory, 'supervisor.log'), 'utf8').match(/cannot be written/g)
  expect(complaints).toHaveLength(1)
})

test('a supervisor whose run folder is removed while it starts, so that nobody can find it, leaves with its run', async () => {
  const root = spawn('sleep', ['1000'])
  onTestFinished(() => {
    root.kill('SIGKILL')
  })
  const args = {
    run: 'removed',
    runDirectory: path.join(runDirectory(), 'removed'),
    generation: 1,
    root: identify(root.pid ?? 0) ?? { pid: 0, startTime: 0 },
  }
  const supervisor = spawn(process.execPath, [fileURLToPath(supervisorEntry()), ...formatArguments(args)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  onTestFinished(() => {
    supervisor.kill('SIGKILL')
  })
  let log = ''
  supervisor.stderr.on('data', (text) => {
    log += String(text)
  })
  await expect.poll(() => log).toContain('nobody can find this supervisor')
  expect(supervisor.exitCode).toBe(null)
  root.kill('SIGKILL')
  expect(await once(supervisor, 'exit')).toEqual([0, null])
})

test.for([
  // As busy as a process can be that has just loaded everything: it never gets to it in time.
  ['before it is tried', async () => {}],
  ['while it is tried', async ({ pid }: ProcessIdentity) => untilGone(pid)],
] as const)('a run that is ended while its supervisor comes up, %s, gets no other one', async ([, tried]) => {
  const directory = runDirectory()
  const self = identifySelf()
  const facts = { run: path.basename(directory), runDirectory: directory, root: self, self }
  const attempt = async (published: ProcessIdentity) => {
    await tried(published)
    return 'failed' as const
  }
  const reached = reachSupervisor(facts, attempt, { limitMs: 5000 }).catch((error: unknown) => error)
  await endRun(directory)
  expect(await reached).toMatchObject({
    code: 'CURFEW_SUPERVISOR_START',
    message: expect.stringContaining('The run was ended while its supervisor came up'),
  })
  const claims = readdirSync(path.join(directory, 'supervisor')).filter((name) => name.endsWith('.claim'))
  expect(claims).toEqual(['1.claim'])
})
