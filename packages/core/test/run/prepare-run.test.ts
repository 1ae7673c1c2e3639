import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asAnotherUser, inProcesses } from '@curfew/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { prepareRun } from '../../src/run/prepare-run.ts'
import { pruneRuns } from '../../src/run/prune-runs.ts'
import { newRun } from '../../src/run/run-context.ts'
import { describeOwner } from '../../src/run/run-owner.ts'

let root: string
let runs: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'curfew-run-'))
  runs = join(root, '.curfew', 'runs')
})

afterEach(() => {
  rmSync(root, { recursive: true, force: true })
})

test('the first call makes the folder, for its owner only, ignored by git, with a pointer to it', async () => {
  const run = newRun({ root })
  const { created, pruned } = prepareRun(run)
  expect(created).toBe(true)
  expect(statSync(run.directory).mode & 0o777).toBe(0o700)
  expect(readFileSync(join(root, '.curfew', '.gitignore'), 'utf8')).toBe('*\n')
  expect(readlinkSync(join(root, '.curfew', 'latest'))).toBe(join('runs', run.run))
  expect(JSON.parse(readFileSync(join(run.directory, 'run.ndjson'), 'utf8'))).toEqual({
    v: 1,
    run: run.run,
    startedAtMs: expect.any(Number),
    rootPid: process.pid,
    rootStartTime: expect.any(Number),
    place: expect.any(String),
  })
  expect(await pruned).toEqual({ removed: [], failed: [] })
  expect(prepareRun(run).created).toBe(true)
})

test('of many processes of one run one makes the folder, and all find it complete', async () => {
  const run = newRun({ root })
  const results = await inProcesses(4, (index) => ({
    module: new URL('../../src/run/prepare-run.ts', import.meta.url).href,
    body: `
      const { readFileSync } = await import('node:fs')
      const { created } = module.prepareRun(${JSON.stringify({ ...run, worker: `w${index}` })})
      return { created, record: JSON.parse(readFileSync(${JSON.stringify(join(run.directory, 'run.ndjson'))}, 'utf8')) }
    `,
  }))
  const made = results as { created: boolean; record: unknown }[]
  expect(made.filter(({ created }) => created)).toHaveLength(1)
  expect(new Set(made.map(({ record }) => JSON.stringify(record))).size).toBe(1)
  expect(readdirSync(run.directory)).toEqual(['run.ndjson'])
  expect(readdirSync(join(root, '.curfew')).toSorted()).toEqual(['.gitignore', 'latest', 'runs'])
})

test('a run in the project of another user, who writes the code that runs here, is in their folder', () => {
  chmodSync(root, 0o755)
  const project = join(root, 'project')
  mkdirSync(project)
  chmodSync(project, 0o777)
  asAnotherUser(`mkdir -p ${project}/theirs/.curfew/runs && chmod -R 777 ${project}/theirs`)
  const run = newRun({ root: join(project, 'theirs') })
  expect(prepareRun(run).created).toBe(true)
})

test('a folder that is there and is not of who may have made it is refused', () => {
  const run = newRun({ root })
  mkdirSync(runs, { recursive: true })
  chmodSync(root, 0o755)
  chmodSync(runs, 0o777)
  asAnotherUser(`mkdir ${run.directory}`)
  expect(() => prepareRun(run)).toThrow(`${run.directory} belongs to another user (uid 65534)`)
})

test('a pointer that is something else is left alone', () => {
  mkdirSync(join(root, '.curfew', 'latest', 'mine'), { recursive: true })
  prepareRun(newRun({ root }))
  expect(existsSync(join(root, '.curfew', 'latest', 'mine'))).toBe(true)
  expect(readdirSync(join(root, '.curfew')).toSorted()).toEqual(['.gitignore', 'latest', 'runs'])
})

describe('of older runs', () => {
  /** A run of that day, whose root process is dead unless another is given. */
  function oldRun(day: number, record: object = { ...describeOwner(process.pid), rootStartTime: 1 }): string {
    const run = `202601${String(day).padStart(2, '0')}-120000-abcdef`
    mkdirSync(join(runs, run, 'services', 'w1-0001-api'), { recursive: true })
    writeFileSync(join(runs, run, 'services', 'w1-0001-api', 'stdout.log'), 'x')
    writeFileSync(join(runs, run, 'run.ndjson'), JSON.stringify(record))
    return run
  }

  const ids = (): string[] => readdirSync(runs).toSorted()

  test('the last ones are kept, the new one counted', async () => {
    const old = Array.from({ length: 14 }, (_, index) => oldRun(index + 1))
    const run = newRun({ root })
    expect(await prepareRun(run).pruned).toEqual({ removed: old.slice(0, 5), failed: [] })
    expect(ids()).toEqual([...old.slice(5), run.run])
  })

  test('as many are kept as was asked for, and never the current one', async () => {
    const old = [oldRun(1), oldRun(2), oldRun(3)]
    expect(await pruneRuns(runs, { keep: 2, current: '20270101-000000-abcdef' })).toEqual({
      removed: old.slice(0, 2),
      failed: [],
    })
    const run = newRun({ root })
    await prepareRun(run, { keepRuns: 0 }).pruned
    expect(ids()).toEqual([run.run])
  })

  test('they take no more of the disk together than was asked for; the last one is kept whatever it takes', async () => {
    const old = [oldRun(1), oldRun(2), oldRun(3), oldRun(4)]
    const write = (run: string | undefined, bytes: number): void => {
      writeFileSync(join(runs, run ?? '', 'services', 'w1-0001-api', 'stdout.log'), Buffer.alloc(bytes, 'x'))
    }
    for (const run of old) write(run, 200_000)
    const options = { keep: 10, maxBytes: 500_000, current: '20270101-000000-abcdef' }
    // Two of them, and what their folders have besides, leave no room for a third one.
    expect(await pruneRuns(runs, options)).toEqual({ removed: old.slice(0, 2), failed: [] })
    write(old[3], 900_000)
    expect((await pruneRuns(runs, options)).removed).toEqual([old[2]])
    expect(ids()).toEqual([old[3]])
  })

  test('one that is alive is not removed for what it takes', async () => {
    const alive = oldRun(1, describeOwner(process.pid))
    oldRun(2)
    const options = { keep: 10, maxBytes: 0, current: '20270101-000000-abcdef' }
    expect(await pruneRuns(runs, options)).toEqual({ removed: [], failed: [] })
    expect(ids()).toContain(alive)
  })

  test('those that are alive, later, or not runs by name are never touched', async () => {
    const alive = oldRun(1, describeOwner(process.pid))
    const later = oldRun(9)
    mkdirSync(join(runs, 'my-notes'))
    writeFileSync(join(runs, '20260101-120000-aaaaaa'), 'a file')
    expect(await pruneRuns(runs, { keep: 0, current: '20260105-120000-abcdef' })).toEqual({ removed: [], failed: [] })
    expect(ids()).toEqual(['20260101-120000-aaaaaa', alive, later, 'my-notes'])
  })

  describe('whose root is dead', () => {
    let service: ChildProcess
    let startTime: number

    beforeEach(async () => {
      service = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] })
      await once(service, 'spawn')
      const stat = readFileSync(`/proc/${service.pid}/stat`, 'utf8')
      startTime = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19])
    })

    afterEach(async () => {
      if (service.exitCode !== null || service.signalCode !== null) return
      const exited = once(service, 'exit')
      service.kill('SIGKILL')
      await exited
    })

    test('those with a living service are kept, until it is gone', async () => {
      const run = oldRun(1)
      mkdirSync(join(runs, run, 'journal'))
      const spawned = {
        event: 'spawned',
        timeMs: 1,
        id: 's1-db',
        pid: service.pid,
        startTime,
        group: service.pid,
        containment: 'none',
      }
      writeFileSync(join(runs, run, 'journal', 'w1.ndjson'), `${JSON.stringify(spawned)}\n{"event":"exi`)
      const options = { keep: 0, current: '20260105-120000-abcdef' }
      expect((await pruneRuns(runs, options)).removed).toEqual([])
      const exited = once(service, 'exit')
      service.kill('SIGKILL')
      await exited
      expect((await pruneRuns(runs, options)).removed).toEqual([run])
    })
  })

  test('those of another machine, or without a record, are kept for a week', async () => {
    const elsewhere = oldRun(1, { ...describeOwner(process.pid), place: 'another machine' })
    const unrecorded = oldRun(2)
    rmSync(join(runs, unrecorded, 'run.ndjson'))
    const options = { keep: 0, current: '20260105-120000-abcdef' }
    expect(await pruneRuns(runs, options)).toEqual({ removed: [], failed: [] })
    const lastWeek = Date.now() / 1000 - 8 * 24 * 60 * 60
    for (const run of [elsewhere, unrecorded]) utimesSync(join(runs, run), lastWeek, lastWeek)
    expect((await pruneRuns(runs, options)).removed).toEqual([elsewhere, unrecorded])
  })

  test('what an interrupted removal left is removed', async () => {
    mkdirSync(join(runs, '.removing-20260101-120000-abcdef', 'services'), { recursive: true })
    expect((await pruneRuns(runs, { keep: 10, current: '20260105-120000-abcdef' })).removed).toEqual([
      '20260101-120000-abcdef',
    ])
    expect(ids()).toEqual([])
  })

  test('several that remove at once do not fail over each other', async () => {
    const old = Array.from({ length: 20 }, (_, index) => oldRun(index + 1))
    const reports = await Promise.all(
      Array.from({ length: 4 }, () => pruneRuns(runs, { keep: 1, current: '20270101-000000-abcdef' })),
    )
    expect(reports.flatMap((report) => report.failed)).toEqual([])
    expect(new Set(reports.flatMap((report) => report.removed))).toEqual(new Set(old))
    expect(ids()).toEqual([])
  })

  test('a folder that cannot be listed is told, not thrown', async () => {
    expect(await pruneRuns(join(root, 'nowhere'), { keep: 1, current: 'x' })).toEqual({
      removed: [],
      failed: [expect.stringContaining('could not be listed: ENOENT')],
    })
  })
})
