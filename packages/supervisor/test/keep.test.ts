import { expect, test } from 'vitest'
import { endRun } from '../src/index.ts'
import { isLiving } from './harness/living.ts'
import { startOwner } from './harness/owner-process.ts'
import { openRun, readJournal, ready, server, supervisorPid, untilGone } from './harness/test-run.ts'

test('a kept process outlives its owner, the end of the run and the supervisor; everything else is stopped', async () => {
  const { directory, processHost, spawn } = await openRun()
  const kept = await spawn({ ...server('--setsid-child'), id: 'kept' })
  const stopped = await spawn({ ...server(), id: 'stopped' })
  await Promise.all([ready(kept), ready(stopped)])
  expect(await processHost.keep(['kept', 'never spawned'])).toEqual([{ id: 'kept', pid: kept.pid, group: kept.pid }])

  await processHost.close()
  expect([isLiving(kept.pid), isLiving(stopped.pid)]).toEqual([true, false])
  await endRun(directory)
  expect(isLiving(supervisorPid(directory))).toBe(false)
  expect(isLiving(kept.pid)).toBe(true)
  const events = readJournal(directory, 'owner-1').filter(({ id }) => id === 'kept')
  expect(events.map(({ event }) => event)).toEqual(['spawn-intent', 'spawned', 'kept'])
  // What the message tells a person to type.
  process.kill(-kept.pid, 'SIGTERM')
  await untilGone(kept.pid)
})

test('a kept process outlives the death of its owner', async () => {
  const { directory } = await openRun('main')
  const owner = await startOwner(directory, 'worker', { rootPid: process.pid, keep: 'db' })
  const [, , db = 0, , api = 0] = owner.pids
  process.kill(owner.pid, 'SIGKILL')
  await untilGone(api)
  await expect
    .poll(() => readJournal(directory, 'worker').some(({ event }) => event === 'owner-finished'), { interval: 5 })
    .toBe(true)
  expect(owner.pids.filter(isLiving)).toEqual([db, owner.pids[3]])
})

test('what has ended, or is asked to, cannot be kept', async () => {
  const { processHost, spawn } = await openRun()
  const [over, asked] = await Promise.all([
    spawn({ ...server(), id: 'over' }),
    spawn({ ...server('--exit-delay', '200'), id: 'asked' }),
  ])
  await Promise.all([ready(over), ready(asked)])
  await over.kill(60_000)
  await asked.terminate('SIGTERM')
  expect(await processHost.keep(['over', 'asked'])).toEqual([])
  await asked.gone
})
