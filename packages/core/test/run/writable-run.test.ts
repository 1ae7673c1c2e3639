import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { asAnotherUser } from '@curfew/testing'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { newRun } from '../../src/run/run-context.ts'
import { serviceDirectorySomewhere, writableRun } from '../../src/run/writable-run.ts'

const disk = vi.hoisted(() => ({ full: false }))
vi.mock(import('@curfew/protocol'), async (original) => {
  const protocol = await original()
  return {
    ...protocol,
    userDirectory: () => {
      if (disk.full) throw new Error('ENOSPC')
      return protocol.userDirectory()
    },
  }
})

let home: string
let before: string | undefined

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'curfew-writable-'))
  before = process.env['TMPDIR']
  process.env['TMPDIR'] = home
})

afterEach(() => {
  if (before === undefined) delete process.env['TMPDIR']
  else process.env['TMPDIR'] = before
  disk.full = false
  asAnotherUser(`find ${home} -mindepth 1 -delete 2>/dev/null; true`)
  rmSync(home, { recursive: true, force: true })
})

test('a folder that can be written is used, and nothing is said', () => {
  const warnings: string[] = []
  const run = newRun({ root: join(home, 'project') })
  expect(writableRun(run, (text) => warnings.push(text)).run).toBe(run)
  expect(warnings).toEqual([])
})

test('where it cannot be made, all workers use the same other one, and each says so', () => {
  const warnings: string[] = []
  // Not even root makes a folder below a file.
  writeFileSync(join(home, 'file'), '')
  const run = newRun({ root: join(home, 'file') })
  const [one, other] = ['w1', 'w2'].map((worker) => writableRun({ ...run, worker }, (text) => warnings.push(text)).run)
  expect(one?.directory).toBe(other?.directory)
  expect(one).toMatchObject({ run: run.run, rootPid: run.rootPid, worker: 'w1' })
  expect(statSync(one?.directory ?? '').mode & 0o777).toBe(0o700)
  expect(warnings).toHaveLength(2)
  expect(warnings[0]).toContain(`Cannot make ${run.directory}`)
  expect(warnings[0]).toContain(`Now used      ${one?.directory}`)
})

test('a service has a folder for its logs though the disk of its run is full by now', () => {
  const warnings: string[] = []
  const { run } = writableRun(newRun({ root: join(home, 'project') }), () => {})
  // Stands for the disk: nothing more can be made in the folder of the run.
  writeFileSync(join(run.directory, 'services'), '')
  const directory = serviceDirectorySomewhere(
    () => run,
    'api',
    (text) => warnings.push(text),
  )
  expect(existsSync(directory())).toBe(true)
  expect(directory()).toBe(directory())
  expect(warnings).toHaveLength(1)
  expect(warnings[0]).toContain(directory())
})

test('where there is no place at all nothing is written: not at a name that somebody could have taken before', () => {
  const warnings: string[] = []
  disk.full = true
  writeFileSync(join(home, 'file'), '')
  const run = newRun({ root: join(home, 'file') })
  const directory = serviceDirectorySomewhere(
    () => writableRun(run, () => {}).run,
    'api',
    (text) => warnings.push(text),
  )
  expect(directory()).toBe('/dev/null/api')
  expect(() => mkdirSync(directory(), { recursive: true })).toThrow('ENOTDIR')
  expect(directory()).toBe('/dev/null/api')
  expect(warnings).toEqual([expect.stringMatching(/^Cannot make .*\n {2}Its output is in no file$/s)])
})

describe('where everybody may make something beside the project', () => {
  beforeEach(() => chmodSync(home, 0o1777))

  const used = (): { readonly directory: string; readonly warnings: readonly string[] } => {
    const warnings: string[] = []
    const { run } = writableRun(newRun({ root: home }), (text) => warnings.push(text))
    return { directory: run.directory, warnings }
  }

  test('a folder of our own is used', () => {
    const { directory, warnings } = used()
    expect(directory).toContain(join(home, '.curfew', 'runs'))
    expect(warnings).toEqual([])
    expect(used().warnings).toEqual([])
  })

  test.for([
    ['a folder of another user', 'mkdir .curfew && chmod 777 .curfew'],
    ['a folder of theirs below it', 'mkdir -p .curfew/runs && chmod 777 .curfew .curfew/runs'],
    ['a link of theirs to a folder of ours', 'ln -s ours .curfew'],
  ])('%s is not', ([, line = '']) => {
    mkdirSync(join(home, 'ours'))
    asAnotherUser(`cd ${home} && ${line}`)
    const { directory, warnings } = used()
    expect(directory).toContain(join(home, `curfew-${process.getuid?.()}`, 'elsewhere'))
    expect(statSync(directory)).toMatchObject({ uid: process.getuid?.() })
    expect(readdirSync(join(home, 'ours'))).toEqual([])
    expect(warnings).toEqual([expect.stringContaining(`${join(home, '.curfew')} belongs to another user (uid 65534)`)])
  })

  test('nor one of ours that they may write to', () => {
    mkdirSync(join(home, '.curfew', 'runs'), { recursive: true })
    chmodSync(join(home, '.curfew', 'runs'), 0o777)
    expect(used().warnings).toEqual([expect.stringContaining('runs is writable for other users')])
  })
})

test('the other folder is not made in one that somebody prepared at a name that they know', () => {
  chmodSync(home, 0o1777)
  const user = `curfew-${process.getuid?.()}`
  // The names of this version, and of the one before.
  asAnotherUser(`cd ${home} && mkdir -p ${user}/elsewhere ${user}-elsewhere/.curfew/runs && chmod -R 777 ${user}*`)
  writeFileSync(join(home, 'file'), '')
  const { directory } = writableRun(newRun({ root: join(home, 'file') }), () => {}).run
  expect(directory).toMatch(new RegExp(`^${home}/${user}-\\w{6}/elsewhere/.curfew/runs/`))
  for (const theirs of [`${user}/elsewhere`, `${user}-elsewhere/.curfew/runs`]) {
    expect(readdirSync(join(home, theirs))).toEqual([])
  }
})
