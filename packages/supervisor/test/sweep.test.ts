import { execFileSync, spawn as spawnBare } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { asAnotherUser, endOfAnotherUser, startAsAnotherUser } from '@curfew/testing'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { userDirectory } from '@curfew/protocol'
import { sweep } from '../src/index.ts'
import { placeOfPids } from '../src/system/place.ts'
import { finishLeft, leftHere } from '../src/sweep/finish-left.ts'
import { unrecorded } from '../src/sweep/left-services.ts'
import { identify, processTable } from '../src/system/process-table.ts'
import { isLiving } from './harness/living.ts'
import { untilMarked } from './harness/until-marked.ts'
import { startOwner, type OwnerProcess } from './harness/owner-process.ts'
import {
  guardPid,
  openRun,
  readJournal,
  ready,
  runDirectory,
  server,
  supervisorPid,
  untilGone,
  untilLateNeeds,
} from './harness/test-run.ts'

// A register of its own: supervisors of other tests, which start all the time, sweep what the user's register names.
const home = mkdtempSync(path.join(tmpdir(), 'curfew-sweep-'))
process.env['TMPDIR'] = home

afterAll(() => {
  // A supervisor on its way out may put its socket back meanwhile.
  rmSync(home, { recursive: true, force: true, maxRetries: 10 })
})

interface Orphans {
  readonly directory: string
  readonly run: string
  readonly owner: OwnerProcess
}

/**
 * A run of which nobody is left but its services: its supervisor and its root were killed in the same moment, and before them
 * the guard, which would have started another supervisor.
 */
async function orphans(options: { readonly ignore?: string; readonly late?: boolean } = {}): Promise<Orphans> {
  const directory = runDirectory()
  const owner = await startOwner(directory, 'worker', options)
  if (options.late === true) await untilLateNeeds(directory, 'worker')
  const supervisor = supervisorPid(directory)
  for (const pid of [guardPid(directory), supervisor, owner.pid]) process.kill(pid, 'SIGKILL')
  // Of a process with threads the first is a zombie before the others are gone.
  await expect.poll(() => identify(owner.pid) ?? identify(supervisor), { interval: 2 }).toBeUndefined()
  expect(owner.pids.filter(isLiving)).toEqual(owner.pids)
  return { directory, run: path.basename(directory), owner }
}

function registered(run: string): string {
  return path.join(userDirectory(), 'runs', `${run}.json`)
}

test('what a dead run left is finished off in reverse order, and a living run is not touched', async () => {
  const living = await openRun()
  const bystander = await living.spawn(server())
  await ready(bystander)
  const dead = await orphans({ ignore: 'api', late: true })

  const report = await sweep({ root: home, minAgeMs: 0 })
  expect(dead.owner.pids.filter(isLiving)).toEqual([])
  expect(isLiving(bystander.pid)).toBe(true)
  const states = Object.fromEntries(report.runs.map(({ run, state }) => [run, state]))
  expect(states).toEqual({ [dead.run]: 'dead', [living.run]: 'alive' })
  const ofChain = report.services.filter(({ service }) => service !== 'other')
  expect(ofChain.map(({ service, outcome }) => [service, outcome])).toEqual([
    ['api', 'killed'],
    ['db', 'stopped'],
    ['disk', 'stopped'],
  ])
  expect(report.services).toHaveLength(4)
  for (const { run, processes, survivors } of report.services) {
    expect(run).toBe(dead.run)
    // The shell and its child in a session of its own, at least.
    expect(processes.length).toBeGreaterThanOrEqual(2)
    expect(survivors).toEqual([])
  }
  const entries = readJournal(dead.directory, 'sweep')
  expect(entries.filter(({ event }) => event === 'swept')).toHaveLength(4)
  // Nothing is left to look at: neither for a second sweep, nor in the register.
  const again = await sweep({ root: home, minAgeMs: 0 })
  expect(again.services).toEqual([])
  expect(again.runs.map(({ run }) => run)).toEqual([living.run])
})

test('a run that is dead for too short a time, or is of another machine or boot, is left alone', async () => {
  const { run, owner } = await orphans()
  const young = await sweep({ root: home, minAgeMs: 60_000 })
  expect(young.runs).toContainEqual(expect.objectContaining({ run, state: 'young' }))

  const file = registered(run)
  const record = JSON.parse(readFileSync(file, 'utf8')) as object
  writeFileSync(file, JSON.stringify({ ...record, place: 'another machine' }))
  const elsewhere = await sweep({ root: home, minAgeMs: 0 })
  expect(elsewhere.runs).toContainEqual(expect.objectContaining({ run, state: 'elsewhere' }))
  expect([...young.services, ...elsewhere.services]).toEqual([])
  expect(owner.pids.filter(isLiving)).toEqual(owner.pids)
})

test('the services of a run whose folder was removed are found by their mark', async () => {
  const { directory, run, owner } = await orphans()
  rmSync(directory, { recursive: true })
  const report = await sweep({ root: home, minAgeMs: 0 })
  expect(owner.pids.filter(isLiving)).toEqual([])
  expect(report.services.map((swept) => swept.run)).toEqual([run, run, run, run])
  expect(() => readFileSync(registered(run))).toThrow('ENOENT')
})

test('a process that was given the pid or the group of a dead service is not taken for it', async () => {
  const root = mkdtempSync(path.join(home, 'project-'))
  const bystander = spawnBare('sleep', ['1000'], { detached: true, stdio: 'ignore' })
  onTestFinished(() => {
    bystander.kill('SIGKILL')
  })
  const pid = bystander.pid ?? 0
  const startTime = (identify(pid)?.startTime ?? 0) - 1
  writeRun(root, { pid, startTime })

  const report = await sweep({ root, minAgeMs: 0 })
  expect(report.runs).toContainEqual(expect.objectContaining({ run: '20260101-000000-abcdef', state: 'dead' }))
  expect(report.services).toEqual([])
  expect(isLiving(pid)).toBe(true)

  // The contrast: with the start time that it has, the same journal is proof.
  writeRun(root, { pid, startTime: startTime + 1 })
  rmSync(path.join(root, '.curfew/runs/20260101-000000-abcdef/supervisor/1.left'))
  const proved = await sweep({ root, minAgeMs: 0 })
  expect(proved.services).toMatchObject([{ service: 'db', outcome: 'stopped' }])
  await untilGone(pid)
})

test('a process of another user with a mark of a dead run is named and left alone', async () => {
  const { run, owner } = await orphans()
  const forge = async (id: string): Promise<number> => {
    const pid = startAsAnotherUser(`env CURFEW_RUN=${run} CURFEW_SERVICE=${id} sleep 1000`)
    onTestFinished(() => {
      endOfAnotherUser(pid)
    })
    await untilMarked(pid, run)
    return pid
  }
  const theirs = [await forge('worker-db'), await forge('made-up')]

  const { refused, services } = await sweep({ root: home, minAgeMs: 0 })
  expect(owner.pids.filter(isLiving)).toEqual([])
  expect(services).toHaveLength(4)
  expect(theirs.map(isLiving)).toEqual([true, true])
  // Only root sees the environment of another user's process.
  const seen = process.getuid?.() === 0 ? theirs : []
  const named = refused.filter((each) => each.run === run)
  expect(new Set(named.map(({ process: { pid } }) => pid))).toEqual(new Set(seen))
  for (const { why } of named) expect(why).toContain('is of another user (uid 65534), who may have made it up')
})

test('a folder that another user made where a run was that is dead is not believed', async () => {
  const bystander = spawnBare('sleep', ['1000'], { detached: true, stdio: 'ignore' })
  onTestFinished(() => {
    bystander.kill('SIGKILL')
  })
  const pid = bystander.pid ?? 0
  const root = mkdtempSync(path.join(home, 'project-'))
  writeRun(root, { pid, startTime: identify(pid)?.startTime ?? 0 })
  const run = '20260101-000000-abcdef'
  const theirs = path.join(home, 'theirs')
  chmodSync(home, 0o1777)
  execFileSync('chmod', ['-R', 'a+rX', root])
  // As if the project had been removed, and another user had made one of that name, with a journal that names a process of ours.
  asAnotherUser(`cp -r ${root} ${theirs}`)
  onTestFinished(() => {
    asAnotherUser(`rm -r ${theirs}`)
    rmSync(registered(run))
  })
  const record = {
    run,
    runDirectory: path.join(theirs, '.curfew/runs', run),
    root: { pid: 2 ** 22 - 1, startTime: 1 },
    place: placeOfPids(),
  }
  mkdirSync(path.dirname(registered(run)), { recursive: true })
  writeFileSync(registered(run), JSON.stringify(record))

  const report = await sweep({ root: home, minAgeMs: 0 })
  expect(report.runs).toContainEqual(expect.objectContaining({ run, state: 'dead' }))
  expect(report.services).toEqual([])
  expect(isLiving(pid)).toBe(true)

  // The contrast: the same record leads to a folder of ours, below none that another user could replace.
  writeFileSync(registered(run), JSON.stringify({ ...record, runDirectory: path.join(root, '.curfew/runs', run) }))
  expect((await sweep({ root: home, minAgeMs: 0 })).services).toMatchObject([{ run, service: 'db' }])
  await untilGone(pid)
  writeFileSync(registered(run), '')
})

test('a process with the mark of a run that nothing is known of is named and left alone', async () => {
  const env = { CURFEW_RUN: 'a-run-of-nobody', CURFEW_SERVICE: 's1-db' }
  const stranger = spawnBare('sleep', ['1000'], { env, detached: true, stdio: 'ignore' })
  onTestFinished(() => {
    stranger.kill('SIGKILL')
  })
  const { refused } = await sweep({ root: home, minAgeMs: 0 })
  const found = refused.find(({ run }) => run === 'a-run-of-nobody')
  expect(found).toMatchObject({ process: { pid: stranger.pid, command: 'sleep 1000' } })
  expect(found?.why).toContain('"s1-db"')
  expect(isLiving(stranger.pid ?? 0)).toBe(true)
})

test('what was kept on a fixed port makes way for the service of the next run', async () => {
  const fixed = { id: 'kept', host: '127.0.0.1', names: ['main'], fixed: { main: 9_873 } }
  const directory = runDirectory()
  const first = await startOwner(directory, 'worker', { fixedPort: 9_873, keep: 'db', close: true })
  await untilGone(supervisorPid(directory))
  const [, , pid = 0] = first.pids
  expect(isLiving(pid)).toBe(true)

  const { processHost } = await openRun()
  expect(await processHost.leasePorts(fixed)).toMatchObject({ ok: true })
  expect(isLiving(pid)).toBe(false)
})

/** A run of long ago whose journal says that a service of it is this process. */
function writeRun(root: string, service: { readonly pid: number; readonly startTime: number }): void {
  const directory = path.join(root, '.curfew/runs/20260101-000000-abcdef')
  for (const folder of ['journal', 'supervisor']) mkdirSync(path.join(directory, folder), { recursive: true })
  const dead = { pid: 2 ** 22 - 1, startTime: 1 }
  writeFileSync(
    path.join(directory, 'run.ndjson'),
    JSON.stringify({ rootPid: dead.pid, rootStartTime: 1, place: placeOfPids() }),
  )
  writeFileSync(path.join(directory, 'supervisor/1.ndjson'), JSON.stringify({ ...dead, protocol: 1, address: 'none' }))
  const stop = { signal: 'SIGTERM', stopTimeoutMs: 2000, killTimeoutMs: 60_000 }
  const entries = [
    {
      event: 'spawn-intent',
      timeMs: 1,
      id: 's1',
      service: 'db',
      scopeId: 't1',
      needs: [],
      command: 'db',
      args: [],
      cwd: '/',
      umask: 0,
      shell: false,
      host: '127.0.0.1',
      ports: {},
      stop,
      environment: [],
      logDirectory: '/logs',
    },
    { event: 'spawned', timeMs: 2, id: 's1', ...service, group: service.pid, containment: 'none' },
  ]
  writeFileSync(
    path.join(directory, 'journal/w1.ndjson'),
    entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''),
  )
}

// Its switches prove nothing: it runs all the time.
test('a busy server behind a launcher that only exits is told once before it is killed', async () => {
  const folder = mkdtempSync(path.join(home, 'busy-'))
  const said = path.join(folder, 'said')
  const busy = `const { appendFileSync } = require("node:fs"); const say = (text) => appendFileSync(process.argv[1], text + "\\n")
    setInterval(() => {}, 5); let n = 0; process.on("SIGTERM", () => { say("signal " + ++n); setTimeout(() => { say("ended"); process.exit(0) }, 150) })
    setTimeout(() => say("up"), 20)`
  const launcher = `require("node:child_process").spawn(process.execPath, ["-e", process.argv[1], process.argv[2]]); process.on("SIGTERM", () => process.exit(0))`
  const main = spawnBare(process.execPath, ['-e', launcher, busy, said], { stdio: 'ignore' })
  const lines = (): string => {
    try {
      return readFileSync(said, 'utf8')
    } catch {
      return ''
    }
  }
  await expect.poll(lines, { timeout: 60_000 }).toBe('up\n')
  const stop = { signal: 'SIGTERM', stopTimeoutMs: 20_000, killTimeoutMs: 20_000 } as const
  const left = { ...unrecorded('20260101-000000-abcdef', 'busy'), main: identify(main.pid ?? 0), stop }
  const [swept] = await finishLeft([leftHere(processTable, left, new Set([process.pid]))])
  expect(swept).toMatchObject({ outcome: 'stopped', survivors: [] })
  expect(lines()).toBe('up\nsignal 1\nended\n')
})
