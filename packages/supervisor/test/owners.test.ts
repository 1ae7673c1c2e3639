import { spawn as spawnBare } from 'node:child_process'
import { expect, onTestFinished, test } from 'vitest'
import { isLiving } from './harness/living.ts'
import { startOwner } from './harness/owner-process.ts'
import { type JournalLine, openRun, readJournal, runDirectory, supervisorPid, untilGone } from './harness/test-run.ts'

/** Services in the order in which they were gone. */
function goneOrder(journal: readonly JournalLine[]): readonly string[] {
  return journal.filter(({ event }) => event === 'gone').map(({ id }) => String(id).split('-')[1] ?? '')
}

/** Where an event of a service stands in the journal. */
function place(journal: readonly JournalLine[], event: string, service: string): number {
  return journal.findIndex((entry) => entry.event === event && String(entry['id']).endsWith(`-${service}`))
}

async function untilEntry(directory: string, owner: string, event: string): Promise<readonly JournalLine[]> {
  await expect.poll(() => readJournal(directory, owner).some((entry) => entry.event === event)).toBe(true)
  return readJournal(directory, owner)
}

test('the services of an owner that was SIGKILLed are stopped in reverse order, and others are left alone', async () => {
  const { directory } = await openRun('main')
  const [victim, bystander] = await Promise.all([
    startOwner(directory, 'victim', { rootPid: process.pid, ignore: 'api' }),
    startOwner(directory, 'bystander', { rootPid: process.pid }),
  ])
  process.kill(victim.pid, 'SIGKILL')
  const journal = await untilEntry(directory, 'victim', 'owner-finished')
  expect(victim.pids.filter(isLiving)).toEqual([])
  expect(bystander.pids.filter(isLiving)).toEqual(bystander.pids)
  expect(goneOrder(journal).filter((service) => service !== 'other')).toEqual(['api', 'db', 'disk'])
  // Who is needed by nobody is asked at once, whoever is in need of others only after those are gone.
  expect(place(journal, 'terminate', 'other')).toBeLessThan(place(journal, 'gone', 'api'))
  expect(place(journal, 'terminate', 'db')).toBeGreaterThan(place(journal, 'gone', 'api'))
  expect(place(journal, 'terminate', 'disk')).toBeGreaterThan(place(journal, 'gone', 'db'))
  const verdict = journal.at(-1)?.['verdict'] as readonly { readonly service: string; readonly outcome: string }[]
  expect(Object.fromEntries(verdict.map(({ service, outcome }) => [service, outcome]))).toEqual({
    api: 'killed',
    db: 'stopped',
    disk: 'stopped',
    other: 'stopped',
  })
})

test('what a service came to need after its spawn counts when its owner is SIGKILLed, also through one that is no process', async () => {
  const { directory } = await openRun('main')
  const owner = await startOwner(directory, 'victim', { rootPid: process.pid, late: true })
  process.kill(owner.pid, 'SIGKILL')
  const journal = await untilEntry(directory, 'victim', 'owner-finished')
  expect(owner.pids.filter(isLiving)).toEqual([])
  expect(place(journal, 'terminate', 'db')).toBeGreaterThan(place(journal, 'gone', 'api'))
  expect(place(journal, 'terminate', 'disk')).toBeGreaterThan(place(journal, 'gone', 'db'))
})

test('the services of a thread that was terminated are stopped, while its process lives on', async () => {
  const { directory } = await openRun('main')
  const owner = await startOwner(directory, 'thread-1', { rootPid: process.pid, thread: true })
  owner.process.send('terminate')
  const journal = await untilEntry(directory, 'thread-1', 'owner-finished')
  expect(journal[0]).toMatchObject({ event: 'journal', pid: owner.pid, threadId: expect.any(Number) })
  expect(owner.pids.filter(isLiving)).toEqual([])
  expect(isLiving(owner.pid)).toBe(true)
})

test('an owner that is stopped, or that only lost its connection, keeps its services', async () => {
  const { directory } = await openRun('main')
  const owner = await startOwner(directory, 'sleeper', { rootPid: process.pid })
  process.kill(owner.pid, 'SIGSTOP')
  await new Promise((resolve) => {
    setTimeout(resolve, 300)
  })
  expect(owner.pids.filter(isLiving)).toEqual(owner.pids)
  process.kill(owner.pid, 'SIGCONT')
})

test('goodbye stops what is left, and the process of the owner ends by itself', async () => {
  const { directory } = await openRun('main')
  const owner = await startOwner(directory, 'polite', { rootPid: process.pid, close: true })
  owner.process.disconnect()
  await untilGone(owner.pid)
  expect(owner.pids.filter(isLiving)).toEqual([])
  expect(readJournal(directory, 'polite').map(({ event }) => event)).toContain('owner-closed')
})

test('when the root of the run is dead, owners that live on are told, and finished 2 s later', async () => {
  const directory = runDirectory()
  const root = spawnBare('sleep', ['1000'])
  onTestFinished(() => {
    root.kill('SIGKILL')
  })
  const owner = await startOwner(directory, 'orphan', { rootPid: root.pid ?? 0 })
  const supervisor = supervisorPid(directory)
  root.kill('SIGKILL')
  expect(await owner.doomed).toContain('root process')
  expect(owner.pids.filter(isLiving)).toEqual(owner.pids)
  await untilGone(supervisor)
  expect([...owner.pids, owner.pid].filter(isLiving)).toEqual([])
  expect(goneOrder(readJournal(directory, 'orphan')).filter((service) => service !== 'other')).toEqual([
    'api',
    'db',
    'disk',
  ])
})
