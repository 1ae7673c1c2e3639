import { execFileSync } from 'node:child_process'
import { closeSync, constants, createReadStream, openSync, readdirSync, readFileSync, readSync } from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { describeContainment } from '../src/index.ts'
import { isLiving } from './harness/living.ts'
import { lineOf, openRun, ready, server, supervisorPid, type TestRun, untilGone } from './harness/test-run.ts'

// Death is proved by the end of a pipe that every process of the tree inherits: a list of processes misses those that
// fork and exit faster than it is read.

interface Nasty {
  readonly handle: Awaited<ReturnType<TestRun['spawn']>>
  /** Resolves when no process of the tree has the pipe open. */
  readonly ended: Promise<void>
  /** Whether a process of the tree has it open now. */
  readonly isOpen: () => boolean
}

/** A reader that does not wait gets the end of a pipe that nobody can write to, and an error while somebody can. */
function hasWriters(pipe: string): boolean {
  const fd = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    return readSync(fd, Buffer.alloc(1)) > 0
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return true
    throw error
  } finally {
    closeSync(fd)
  }
}

async function spawnNasty({ spawn, directory }: TestRun, script: string): Promise<Nasty> {
  const pipe = path.join(directory, `pipe-${Math.random()}`)
  execFileSync('mkfifo', [pipe])
  const stream = createReadStream(pipe)
  onTestFinished(() => void stream.destroy())
  const ended = new Promise<void>((resolve) => {
    stream.on('end', resolve).resume()
  })
  const handle = await spawn({ command: 'sh', args: ['-c', `exec 3> "$0"; ${script}`, pipe] })
  await lineOf(handle, /^up$/)
  return { handle, ended, isOpen: () => hasWriters(pipe) }
}

function zombiesOf(parent: number): number {
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
      const [state, of] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return state === 'Z' && Number(of) === parent
    } catch {
      return false
    }
  }).length
}

// Forks and exits every 2 ms, at most so often that a test that fails leaves none; perl is in every Debian.
const hopper = `perl -e 'for (1 .. 20000) { exit if fork; select(undef, undef, undef, 0.002) }'`

const newSessions = `perl -MPOSIX -e 'for (1 .. 20000) { exit if fork; POSIX::setsid(); select(undef, undef, undef, 0.002) }'`

const nasty = [
  ['a daemon with an empty environment', `(env -i setsid sleep 1000 > /dev/null 2>&1 &); echo up; exec sleep 1000`],
  [
    'a daemon with an empty environment, left behind by its parent',
    `(env -i setsid sleep 1000 > /dev/null 2>&1 &); echo up`,
  ],
  [
    'a process that forks and exits every 2 ms, without environment',
    `(env -i setsid ${hopper} &); echo up; exec sleep 1000`,
  ],
  ['one that does so in a session of its own each time', `(env -i setsid ${newSessions} &); echo up; exec sleep 1000`],
  ['three of them', `for _ in 1 2 3; do (setsid ${hopper} &); done; echo up; exec sleep 1000`],
  ['200 sessions without environment', `for _ in $(seq 200); do env -i setsid sleep 1000 & done; echo up; wait`],
  ['an endless stream of sessions', `echo up; while :; do env -i setsid sleep 1000 & sleep 0.005; done`],
] as const

test.for(nasty)('%s is gone with its tree', async ([, script]) => {
  const run = await openRun()
  const { handle, isOpen } = await spawnNasty(run, script)
  const bystander = await run.spawn(server())
  await ready(bystander)
  expect(await handle.kill(20_000)).toMatchObject({ gone: true, survivors: [], suspects: [] })
  // Not soon after: what needs it is told to end as soon as it is gone.
  expect(isOpen()).toBe(false)
  expect(isLiving(bystander.pid)).toBe(true)
  expect(run.journal().find(({ event }) => event === 'spawned')).toMatchObject({ containment: 'subreaper' })
  await expect.poll(() => zombiesOf(supervisorPid(run.directory))).toBe(0)
})

test('a daemon with an empty environment is stopped with an owner that died, by the supervisor that took over', async () => {
  const run = await openRun()
  const { handle, ended } = await spawnNasty(run, nasty[0][1])
  process.kill(supervisorPid(run.directory), 'SIGKILL')
  expect(await handle.refresh()).toHaveLength(2)
  expect(await handle.kill(60_000)).toMatchObject({ gone: true, survivors: [] })
  await ended
})

test('an orphan without any mark is killed when the last service is over', async () => {
  const run = await openRun()
  const { handle, ended } = await spawnNasty(
    run,
    `(env -i setsid prlimit --rttime=unlimited sleep 1000 > /dev/null 2>&1 &); sleep 0.2; echo up`,
  )
  expect(await handle.gone).toMatchObject({ gone: true, suspects: [{ command: 'sleep 1000' }] })
  await run.processHost.close()
  await ended
  await untilGone(supervisorPid(run.directory))
  expect(readFileSync(path.join(run.directory, 'supervisor.log'), 'utf8')).toContain('killed a stray')
})

test('where nothing contains, the log and the journal say so', async () => {
  vi.stubEnv('CURFEW_CONTAINMENT', 'none')
  onTestFinished(() => void vi.unstubAllEnvs())
  expect(describeContainment()).toEqual({ kind: 'none', reason: 'CURFEW_CONTAINMENT=none' })
  const run = await openRun()
  await run.spawn({ command: 'true' })
  expect(run.journal().find(({ event }) => event === 'spawned')).toMatchObject({ containment: 'none' })
  expect(readFileSync(path.join(run.directory, 'supervisor.log'), 'utf8')).toContain('containment: none (CURFEW_')
})

test('on this machine the kernel contains', () => {
  expect(describeContainment()).toEqual({ kind: 'subreaper', reason: undefined })
})
