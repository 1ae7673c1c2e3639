import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { joinRun, newRun, type RunContext } from '../../src/run/run-context.ts'
import { RunFolderError } from '../../src/run/run-folder-error.ts'
import { sanitiseName, serviceDirectory } from '../../src/run/service-directory.ts'
import { inProcesses } from '@curfew/testing'

let root: string
let run: RunContext

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'curfew-run-'))
  run = newRun({ root })
})

afterEach(() => {
  rmSync(root, { recursive: true, force: true })
})

test('nothing is made before a folder is asked for, and each instance has its own', () => {
  const first = serviceDirectory(joinRun(run, 'w1'), 'api')
  const second = serviceDirectory(joinRun(run, 'w1'), 'api')
  expect(readdirSync(root)).toEqual([])
  expect(relative(run.directory, second())).toBe(join('services', 'w1-0001-api'))
  expect(relative(run.directory, first())).toBe(join('services', 'w1-0002-api'))
  expect(first()).toBe(first())
  expect(relative(run.directory, serviceDirectory(run, 'db')())).toBe(join('services', 'main-0001-db'))
  expect(statSync(first()).mode & 0o777).toBe(0o700)
  expect(JSON.parse(readFileSync(join(run.directory, 'run.ndjson'), 'utf8'))).toMatchObject({ run: run.run })
})

test('a worker that takes the place of another counts on', () => {
  mkdirSync(join(run.directory, 'services', 'w1-0041-api'), { recursive: true })
  expect(relative(run.directory, serviceDirectory(joinRun(run, 'w1'), 'api')())).toBe(join('services', 'w1-0042-api'))
})

test('many processes of one run, of the same worker id too, never share a folder', async () => {
  const module = new URL('../../src/run/service-directory.ts', import.meta.url).href
  const results = await inProcesses(4, (index) => ({
    module,
    body: `
      const run = ${JSON.stringify({ ...run, worker: index < 2 ? 'same' : `w${index}` })}
      return Array.from({ length: 50 }, () => module.serviceDirectory(run, 'api')())
    `,
  }))
  const directories = results.flat() as string[]
  expect(directories).toHaveLength(200)
  expect(new Set(directories).size).toBe(200)
  expect(directories.every((directory) => existsSync(directory))).toBe(true)
})

test('a run whose folder was removed meanwhile is made again, complete', () => {
  serviceDirectory(run, 'api')()
  rmSync(join(root, '.curfew'), { recursive: true })
  expect(existsSync(serviceDirectory(run, 'api')())).toBe(true)
  expect(readFileSync(join(root, '.curfew', '.gitignore'), 'utf8')).toBe('*\n')
  expect(statSync(run.directory).mode & 0o777).toBe(0o700)
})

test('a folder that cannot be made is an error that names it', () => {
  writeFileSync(join(root, '.curfew'), 'a file')
  expect(() => serviceDirectory(run, 'api')()).toThrow(RunFolderError)
  expect(() => serviceDirectory(run, 'api')()).toThrow(
    /^Cannot make .*\/runs\/[^/]+, where the logs and the journal of this run belong: ENOTDIR[^]*To change/,
  )
})

test.each([
  ['api', 'api'],
  ['my service: 1/2', 'my-service-1-2'],
  ['../../etc/passwd', 'etc-passwd'],
  ['...', 'unnamed'],
  ['', 'unnamed'],
  ['日本', 'unnamed'],
  ['a.b_c-D', 'a.b_c-D'],
  ['x'.repeat(100), 'x'.repeat(60)],
])('the name %j is %j in a path', (name, clean) => {
  expect(sanitiseName(name)).toBe(clean)
})
