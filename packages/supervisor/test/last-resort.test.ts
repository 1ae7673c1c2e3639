import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { endRun } from '../src/index.ts'
import { emptyDisk, fillDisk } from './harness/full-disk.ts'
import { isLiving } from './harness/living.ts'
import { startOwner } from './harness/owner-process.ts'
import {
  guardPid,
  openRun,
  readJournal,
  ready,
  server,
  supervisorPid,
  type TestRun,
  untilGone,
} from './harness/test-run.ts'

// Starts of supervisors, on a machine that runs other tests at the same time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

/** A service db and api, which needs it, and a child of each in a session of its own. */
async function chain({ spawn }: TestRun): Promise<Record<'api' | 'db', Awaited<ReturnType<TestRun['spawn']>>>> {
  const db = await spawn({ ...server('--setsid-child'), id: 'db', service: 'db' })
  const api = await spawn({ ...server('--setsid-child'), id: 'api', service: 'api', needs: ['db'] })
  await Promise.all([ready(db), ready(api)])
  return { api, db }
}

test.for([
  ['the disk is full', (directory: string) => fillDisk(guardPid(directory), supervisorPid(directory), process.pid)],
  [
    'the folder of the run was removed, and cannot be made again',
    (directory: string) => {
      renameSync(directory, `${directory}-away`)
      writeFileSync(directory, '')
      onTestFinished(() => rmSync(`${directory}-away`, { recursive: true }))
    },
  ],
] as const)('when %s and the supervisor is killed, its owner stops what it has', async ([, harm]) => {
  const run = await openRun()
  const { directory, processHost, order } = run
  const another = order({ command: 'true' })
  const complaints: string[] = []
  processHost.onComplaint((message) => complaints.push(message))
  const { api, db } = await chain(run)
  const members = [...(await api.refresh()), ...(await db.refresh())]
  expect(members).toHaveLength(4)
  const supervisor = supervisorPid(directory)
  onTestFinished(() => emptyDisk(process.pid))
  harm(directory)
  process.kill(supervisor, 'SIGKILL')
  await untilGone(supervisor)
  // As its scope does: the next one only when the one before is gone.
  await api.terminate('SIGTERM')
  expect(await api.gone).toMatchObject({ gone: true, survivors: [] })
  expect(await db.refresh()).toHaveLength(2)
  await db.terminate('SIGTERM')
  await db.terminate('SIGTERM')
  expect(await db.gone).toMatchObject({ gone: true, survivors: [] })
  expect(await db.exited).toMatchObject({ code: null, signal: null, hint: expect.stringContaining('not known') })
  expect(members.filter(isLiving)).toEqual([])
  expect(await db.lastLines(5)).toEqual([])
  await expect(processHost.spawn(another)).rejects.toMatchObject({ code: 'CURFEW_SUPERVISOR_LOST' })
  expect(complaints.filter((message) => message.includes('no other one can take over'))).toEqual([
    expect.stringMatching(/stops its 2 services itself\. .* in no record or message/s),
  ])
  await processHost.close()
})

test('what obeys nobody is killed by its owner, and what is left when it closes is stopped in order', async () => {
  const run = await openRun()
  const { directory, processHost, spawn } = run
  const { api, db } = await chain(run)
  const deaf = await spawn({ ...server('--ignore'), id: 'deaf' })
  await ready(deaf)
  const supervisor = supervisorPid(directory)
  onTestFinished(() => emptyDisk(process.pid))
  fillDisk(guardPid(directory), supervisor, process.pid)
  process.kill(supervisor, 'SIGKILL')
  await deaf.terminate('SIGTERM')
  expect(await deaf.kill(60_000)).toMatchObject({ gone: true })
  const order: string[] = []
  void api.gone.then(() => order.push('api'))
  void db.gone.then(() => order.push('db'))
  await processHost.close()
  expect([api, db, deaf].map(({ pid }) => pid).filter(isLiving)).toEqual([])
  expect(order).toEqual(['api', 'db'])
})

test('a run whose supervisor and worker were killed on a full disk is finished in order by who ends it', async () => {
  const { directory } = await openRun('main')
  const owner = await startOwner(directory, 'victim', { rootPid: process.pid })
  const supervisor = supervisorPid(directory)
  onTestFinished(() => emptyDisk(process.pid))
  fillDisk(guardPid(directory), supervisor, owner.pid, process.pid)
  process.kill(supervisor, 'SIGKILL')
  process.kill(owner.pid, 'SIGKILL')
  await endRun(directory)
  expect(owner.pids.filter(isLiving)).toEqual([])
})

test('a supervisor that takes over learns from an owner what no journal told it', async () => {
  const run = await openRun()
  const { directory, processHost } = run
  const { api, db } = await chain(run)
  const members = [...(await api.refresh()), ...(await db.refresh())]
  const journal = path.join(directory, 'journal')
  rmSync(journal, { recursive: true })
  process.kill(supervisorPid(directory), 'SIGKILL')
  expect([...(await api.refresh()), ...(await db.refresh())]).toEqual(members)
  await processHost.close()
  expect(members.filter(isLiving)).toEqual([])
  const events = readJournal(directory, 'owner-1').map(({ event, id }) => `${event} ${String(id)}`)
  expect(events).toEqual(expect.arrayContaining(['spawn-intent db', 'spawned db', 'gone db']))
  expect(events.indexOf('terminate db')).toBeGreaterThan(events.indexOf('gone api'))
})

test('on a full disk a run ends without an error, and its supervisor with it', async () => {
  const run = await openRun()
  const { directory, processHost } = run
  const { api, db } = await chain(run)
  const supervisor = supervisorPid(directory)
  onTestFinished(() => emptyDisk(process.pid))
  fillDisk(supervisor, guardPid(directory), process.pid)
  await endRun(directory)
  expect([supervisor, api.pid, db.pid].filter(isLiving)).toEqual([])
  await endRun(directory)
  await processHost.close()
  expect(existsSync(path.join(directory, 'supervisor', '3.claim'))).toBe(false)
})
