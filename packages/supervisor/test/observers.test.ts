import { type ChildProcess, fork } from 'node:child_process'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import type { JournalEntry } from '@curfew/protocol'
import { expect, onTestFinished, test } from 'vitest'
import { type ObservedRun, observeRun } from '../src/index.ts'
import { startOwner } from './harness/owner-process.ts'
import { fixture, openRun, ready, runDirectory, server, supervisorPid, untilGone } from './harness/test-run.ts'

interface Message {
  readonly state?: ObservedRun
  readonly owner?: string
  readonly entry?: JournalEntry
  readonly closed?: true
  readonly nobody?: true
}

interface ObserverProcess {
  readonly process: ChildProcess
  /** All that it said so far. */
  readonly messages: readonly Message[]
  /** What it has seen last. */
  look(): Promise<ObservedRun>
}

/** An observer in a process of its own. */
async function startObserver(directory: string): Promise<ObserverProcess> {
  const child = fork(fixture('observer.mjs'), [directory], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  const messages: Message[] = []
  child.on('message', (message: Message) => messages.push(message))
  await expect.poll(() => messages.length).toBeGreaterThan(0)
  const states = (): readonly ObservedRun[] => messages.flatMap(({ state }) => state ?? [])
  const look = async (): Promise<ObservedRun> => {
    const before = states().length
    child.send('look')
    await expect.poll(() => states().length).toBeGreaterThan(before)
    return states().at(-1) as ObservedRun
  }
  return { process: child, messages, look }
}

function eventsOf({ messages }: ObserverProcess): readonly string[] {
  return messages.flatMap(({ entry }) => entry?.event ?? [])
}

test('an observer sees what owners have, and each entry when it is written', async () => {
  const { directory, run, spawn } = await openRun('main')
  const db = await spawn({ ...server(), id: 'db', service: 'db' })
  await ready(db)
  const observer = await startObserver(directory)
  const [first] = observer.messages.flatMap(({ state }) => state ?? [])
  expect(first).toMatchObject({
    run,
    runDirectory: directory,
    supervisorPid: supervisorPid(directory),
    root: { pid: process.pid },
    isEnding: false,
    owners: [
      {
        name: 'main',
        state: 'connected',
        holder: { pid: process.pid },
        processes: [{ id: 'db', service: 'db', pid: db.pid, needs: [], state: 'running' }],
        resources: [],
      },
    ],
  })
  const api = await spawn({ ...server(), id: 'api', service: 'api', needs: ['db'] })
  await api.kill(60_000)
  await expect.poll(() => eventsOf(observer)).toContain('gone')
  expect(eventsOf(observer)).toEqual(['spawn-intent', 'spawned', 'kill', 'killed', 'exited', 'gone'])
  const [owner] = (await observer.look()).owners
  expect(owner?.processes.map(({ id, state }) => [id, state])).toEqual([
    ['db', 'running'],
    ['api', 'gone'],
  ])
})

test('an observer sees what is shared, and who uses it', async () => {
  const { directory, processHost, order } = await openRun('main')
  expect(await processHost.share('db')).toEqual({ role: 'maker' })
  await processHost.spawn(order({ ...server(), id: 'db', service: 'db', lease: 'db' }))
  await processHost.shared('db', null)
  const { owners, shared } = await observeAll(directory)
  expect(shared).toEqual([{ key: 'db', state: 'made', holders: ['main'] }])
  expect(owners.map(({ name, processes }) => [name, processes.map(({ id }) => id)])).toEqual([
    ['main', []],
    ['run', ['db']],
  ])
})

test('an observer has no journal, and does not keep the supervisor', async () => {
  const { directory, processHost } = await openRun('main')
  const observer = await startObserver(directory)
  expect(readdirSync(path.join(directory, 'journal'))).toEqual(['main.ndjson'])
  const supervisor = supervisorPid(directory)
  await processHost.close()
  await untilGone(supervisor)
  await expect.poll(() => observer.messages.at(-1)).toEqual({ closed: true })
})

test('nobody waits for an observer that is stopped, and one that dies ends nothing', async () => {
  const { directory } = await openRun('main')
  const [stopped, dying] = await Promise.all([startObserver(directory), startObserver(directory)])
  process.kill(stopped.process.pid ?? 0, 'SIGSTOP')
  dying.process.kill('SIGKILL')
  const owner = await startOwner(directory, 'worker', { rootPid: process.pid, close: true })
  owner.process.disconnect()
  await untilGone(owner.pid)
  expect((await observeAll(directory)).owners.map(({ name }) => name)).toEqual(['main'])
  process.kill(stopped.process.pid ?? 0, 'SIGCONT')
  await expect.poll(() => eventsOf(stopped)).toContain('owner-closed')
})

async function observeAll(directory: string): Promise<ObservedRun> {
  const observer = await observeRun(directory)
  if (observer === undefined) throw new Error('nobody serves the run')
  const state = await observer.state()
  observer.close()
  return state
}

test('after the death of a supervisor its observers are told, and see the next one', async () => {
  const { directory, spawn } = await openRun('main')
  const db = await spawn({ ...server(), id: 'db', service: 'db' })
  await ready(db)
  const observer = await startObserver(directory)
  process.kill(supervisorPid(directory), 'SIGKILL')
  await expect.poll(() => observer.messages.at(-1)).toEqual({ closed: true })
  await db.refresh()
  const { supervisorPid: next, owners } = await observeAll(directory)
  expect(next).toBe(supervisorPid(directory, 2))
  expect(owners[0]?.processes).toMatchObject([{ id: 'db', pid: db.pid, state: 'running' }])
})

test('a run that nobody serves is not observed, and gets no supervisor by that', async () => {
  const directory = runDirectory()
  expect(await observeRun(directory)).toBeUndefined()
  expect(readdirSync(directory)).toEqual([])
})
