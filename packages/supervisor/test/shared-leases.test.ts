import { type ChildProcess, fork, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { sweep } from '../src/index.ts'
import { killTogether } from './harness/kill-together.ts'
import { isLiving } from './harness/living.ts'
import { fixture, guardPid, openRun, readJournal, runDirectory, supervisorPid, untilGone } from './harness/test-run.ts'

// A register of its own: other supervisors sweep what the user's register names.
const home = mkdtempSync(path.join(tmpdir(), 'curfew-shared-'))
process.env['TMPDIR'] = home

afterAll(() => {
  rmSync(home, { recursive: true, force: true, maxRetries: 10 })
})

interface Message {
  readonly serial?: number
  readonly result?: unknown
  readonly error?: string
  readonly connected?: true
  readonly crashed?: string
}

interface Made {
  readonly id: string
  readonly pid: number
}

interface Share {
  readonly role: 'maker' | 'user' | 'failed'
  readonly value?: Made
  readonly error?: unknown
  readonly pids: readonly number[]
}

type Call = 'share' | 'begin' | 'make' | 'fail' | 'kill' | 'unshare' | 'close'

interface LeaseOwner {
  readonly process: ChildProcess
  readonly messages: readonly Message[]
  /** Has it do something; resolves with what came of it. */
  call<Result>(call: Call, options?: { readonly key: string; readonly needs?: readonly string[] }): Promise<Result>
}

/** A worker in a process of its own. */
async function startWorker(directory: string, name: string, rootPid = process.pid): Promise<LeaseOwner> {
  const child = fork(fixture('lease-owner.mjs'), [directory, name, String(rootPid)], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  const messages: Message[] = []
  const pending = new Map<number, PromiseWithResolvers<unknown>>()
  const connected = Promise.withResolvers<void>()
  child.on('message', (message: Message) => {
    messages.push(message)
    if (message.connected === true) connected.resolve()
    const { serial = 0, result, error } = message
    if (error === undefined) pending.get(serial)?.resolve(result)
    else pending.get(serial)?.reject(new Error(error))
  })
  await connected.promise
  let serial = 0
  return {
    process: child,
    messages,
    call: <Result>(call: Call, options = {}) => {
      serial += 1
      const answer = Promise.withResolvers<unknown>()
      pending.set(serial, answer)
      child.send({ serial, call, ...options })
      return answer.promise as Promise<Result>
    },
  }
}

function runEvents(directory: string): readonly string[] {
  return readJournal(directory, 'run').map(({ event, key, service, id }) => {
    const about = [key, service, typeof id === 'string' ? id.split('-').at(-1) : ''].find((each) => each !== undefined)
    return typeof about === 'string' ? `${event} ${about}` : event
  })
}

const db = { key: 'db' }

test('the first one that asks makes it, others use the same, and the last one to leave has it ended', async () => {
  const { directory } = await openRun('main')
  const [one, two] = await Promise.all([startWorker(directory, 'one'), startWorker(directory, 'two')])
  expect(await one.call<Share>('share', db)).toMatchObject({ role: 'maker' })
  const asked = two.call<Share>('share', db)
  const made = await one.call<Made>('make', db)
  expect(await asked).toEqual({ role: 'user', value: made, pids: [made.pid] })
  await one.call('unshare', db)
  expect(isLiving(made.pid)).toBe(true)
  await two.call('unshare', db)
  expect(isLiving(made.pid)).toBe(false)
  expect(runEvents(directory)).toEqual(
    expect.arrayContaining(['lease-making db', 'lease-made db', 'lease-held db', 'lease-left db', 'lease-ended db']),
  )
})

test('it outlives the owner that made it, killed or not, and ends with the last owner', async () => {
  const { directory } = await openRun('main')
  const [one, two] = await Promise.all([startWorker(directory, 'one'), startWorker(directory, 'two')])
  await one.call('share', db)
  const { pid } = await one.call<Made>('make', db)
  await two.call('share', db)
  await killTogether(one.process.pid ?? 0)
  await expect.poll(() => runEvents(directory)).toContain('lease-left db')
  expect(isLiving(pid)).toBe(true)
  two.process.send({ serial: 99, call: 'close' })
  await untilGone(two.process.pid ?? 0)
  expect(isLiving(pid)).toBe(false)
})

test('an owner that dies while it makes one hands over: what it had made is ended, and nobody sees it', async () => {
  const { directory } = await openRun('main')
  const [one, two, three] = await Promise.all(['one', 'two', 'three'].map((name) => startWorker(directory, name)))
  if (one === undefined || two === undefined || three === undefined) throw new Error('three workers')
  await one.call('share', db)
  const half = await one.call<Made>('begin', db)
  const asked = [two.call<Share>('share', db), three.call<Share>('share', db)]
  await killTogether(one.process.pid ?? 0)
  const next = await Promise.race(asked)
  expect(next).toMatchObject({ role: 'maker' })
  expect(isLiving(half.pid)).toBe(false)
  const maker = (await Promise.race([asked[0], new Promise((resolve) => setImmediate(resolve))])) === next ? two : three
  const made = await maker.call<Made>('make', db)
  const roles = (await Promise.all(asked)).map(({ role, value }) => [role, value])
  expect(roles).toEqual(
    expect.arrayContaining([
      ['maker', undefined],
      ['user', made],
    ]),
  )
})

test('one that cannot be made is tried once, and everybody is told the first reason', async () => {
  const { directory } = await openRun('main')
  const [one, two] = await Promise.all([startWorker(directory, 'one'), startWorker(directory, 'two')])
  await one.call('share', db)
  const { pid } = await one.call<Made>('begin', db)
  const asked = two.call<Share>('share', db)
  await one.call('fail', db)
  const failed = { role: 'failed', error: { message: 'no db today' }, pids: [] }
  expect(await asked).toEqual(failed)
  expect(isLiving(pid)).toBe(false)
  expect(await two.call('share', db)).toEqual(failed)
})

test('what is shared ends after what is shared and needs it', async () => {
  const { directory } = await openRun('main')
  const one = await startWorker(directory, 'one')
  await one.call('share', db)
  const { id } = await one.call<Made>('make', db)
  await one.call('share', { key: 'api' })
  const api = await one.call<Made>('make', { key: 'api', needs: [id] })
  await one.call('unshare', db)
  expect(isLiving(api.pid)).toBe(true)
  await one.call('unshare', { key: 'api' })
  const events = runEvents(directory)
  expect(events.indexOf('terminate db')).toBeGreaterThan(events.indexOf('gone api'))
  expect(events.slice(-2)).toEqual(['gone db', 'lease-ended db'])
})

test('its end is told to everybody who uses it, and nobody ends what another one uses', async () => {
  const { directory } = await openRun('main')
  const [one, two] = await Promise.all([startWorker(directory, 'one'), startWorker(directory, 'two')])
  await one.call('share', db)
  const { pid } = await one.call<Made>('make', db)
  await two.call('share', db)
  await one.call('share', db)
  await expect(two.call('kill', db)).rejects.toThrow('"db" is used by one too')
  process.kill(pid, 'SIGKILL')
  await expect.poll(() => two.messages).toContainEqual({ crashed: 'db', signal: 'SIGKILL' })
  await expect.poll(() => one.messages).toContainEqual({ crashed: 'db', signal: 'SIGKILL' })
})

test('another supervisor goes on with it, and forgets who died with the one before', async () => {
  const { directory } = await openRun('main')
  const [one, two, three] = await Promise.all(['one', 'two', 'three'].map((name) => startWorker(directory, name)))
  if (one === undefined || two === undefined || three === undefined) throw new Error('three workers')
  await one.call('share', db)
  const made = await one.call<Made>('make', db)
  await two.call('share', db)
  await killTogether(supervisorPid(directory))
  await killTogether(one.process.pid ?? 0)
  expect(await three.call('share', db)).toEqual({ role: 'user', value: made, pids: [made.pid] })
  await two.call('unshare', db)
  expect(isLiving(made.pid)).toBe(true)
  await three.call('unshare', db)
  expect(isLiving(made.pid)).toBe(false)
})

test('a half-made one is handed over by another supervisor, too', async () => {
  const { directory } = await openRun('main')
  const [one, two] = await Promise.all([startWorker(directory, 'one'), startWorker(directory, 'two')])
  await one.call('share', db)
  const half = await one.call<Made>('begin', db)
  const asked = two.call<Share>('share', db)
  await killTogether(supervisorPid(directory))
  await killTogether(one.process.pid ?? 0)
  expect(await asked).toMatchObject({ role: 'maker' })
  expect(isLiving(half.pid)).toBe(false)
  const made = await two.call<Made>('make', db)
  expect(isLiving(made.pid)).toBe(true)
})

test('what is shared is found by a sweep when all are dead', async () => {
  const directory = runDirectory()
  const root = spawn('sleep', ['1000'])
  onTestFinished(() => {
    root.kill('SIGKILL')
  })
  const one = await startWorker(directory, 'one', root.pid)
  await one.call('share', db)
  const made = await one.call<Made>('make', db)
  await one.call('share', { key: 'api' })
  const api = await one.call<Made>('make', { key: 'api', needs: [made.id] })
  await killTogether(guardPid(directory), supervisorPid(directory), one.process.pid ?? 0, root.pid ?? 0)
  expect([made.pid, api.pid].filter(isLiving)).toEqual([made.pid, api.pid])
  const report = await sweep({ root: home, minAgeMs: 0 })
  expect(report.services.map(({ service, outcome }) => [service, outcome])).toEqual([
    ['api', 'stopped'],
    ['db', 'stopped'],
  ])
  expect([made.pid, api.pid].filter(isLiving)).toEqual([])
})
