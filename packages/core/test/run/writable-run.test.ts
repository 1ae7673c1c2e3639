import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { newRun } from '../../src/run/run-context.js'
import { serviceDirectorySomewhere, writableRun } from '../../src/run/writable-run.js'

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
