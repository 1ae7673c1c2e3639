import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { runInThisContext } from 'node:vm'
import { afterEach, expect, onTestFinished, test } from 'vitest'
import { CATALOG, type CatalogProtocol } from '../../src/catalog/catalog-protocol.ts'
import { defineServices } from '../../src/catalog/catalog.ts'
import { captureDeclaredAt, describeDeclaredAt, type DeclaredAt } from '../../src/location/declared-at.ts'
import { protocolOf } from '../../src/protocol.ts'
import { TaskService, taskService } from '../../src/service/task-service.ts'

const { prepareStackTrace, stackTraceLimit } = Error
afterEach(() => {
  Reflect.set(Error, 'prepareStackTrace', prepareStackTrace)
  Error.stackTraceLimit = stackTraceLimit
})

/** Where a marked line of this very file is. */
async function markOf(mark: string): Promise<string> {
  const lines = (await readFile(import.meta.filename, 'utf8')).split('\n')
  const line = lines.findIndex((text) => text.endsWith(`// ${mark}`)) + 1
  return `${path.relative(process.cwd(), import.meta.filename)}:${line}`
}

const run = (): void => {}
const called = (capture: typeof captureDeclaredAt): DeclaredAt | undefined => capture()
function declare(): DeclaredAt | undefined {
  const catalog = defineServices().service('one', () => taskService({ run })) // in a catalog
  const { declarations } = (catalog as unknown as { readonly [CATALOG]: CatalogProtocol })[CATALOG]
  return declarations[0]?.declaredAt
}

test('a declaration is told by the line and column of the user that makes it', async () => {
  expect(describeDeclaredAt(declare()!)).toBe(`${await markOf('in a catalog')}:36`)
})

test('a service is told by where its function is called, or by the super call of its class', async () => {
  class Loop extends TaskService {
    constructor() {
      super({ run }) // in a class
    }
  }
  const made = taskService({ run }) // by a function
  expect(describeDeclaredAt(protocolOf(made).declaredAt!)).toContain(await markOf('by a function'))
  expect(describeDeclaredAt(protocolOf(new Loop()).declaredAt!)).toContain(await markOf('in a class'))
})

test('the limit of stack traces is neither a hindrance nor changed', () => {
  Error.stackTraceLimit = 0
  expect(declare()?.file).toContain('declared-at.test.ts')
  expect(Error.stackTraceLimit).toBe(0)
})

test('it is plain data for whoever copies it', () => {
  const at = declare()!
  expect({ ...at }).toEqual({ file: import.meta.filename, line: expect.any(Number), column: 36 })
  expect(structuredClone(at)).toEqual({ ...at })
})

test('the place in the running code stands where a hook makes something else of stacks', () => {
  Error.prepareStackTrace = () => ({ no: 'text' })
  expect(captureDeclaredAt()).toMatchObject({ file: import.meta.filename, line: expect.any(Number) })
})

const frames: readonly (readonly [line: string, at: string])[] = [
  ['at declare (/home/me/app/test/services.ts:12:18)', '/home/me/app/test/services.ts:12:18'],
  ['at file:///home/me/app/test/services.js:12:18', '/home/me/app/test/services.js:12:18'],
  ['at async file:///home/me/my%20app/services.js:1:2', '/home/me/my app/services.js:1:2'],
  ['at Object.<anonymous> (/home/me/app (copy)/services.js:1:2)', '/home/me/app (copy)/services.js:1:2'],
  ['at new Api (/home/me/app/api.ts:3:4)', '/home/me/app/api.ts:3:4'],
  ['at Object.make [as service] (/home/me/app/api.ts?t=1700000000:3:4)', '/home/me/app/api.ts:3:4'],
  [String.raw`at Object.<anonymous> (C:\app\services.ts:5:6)`, String.raw`C:\app\services.ts:5:6`],
]

test.for(frames)('reads the frame "%s"', ([line, at]) => {
  Error.prepareStackTrace = () => `Error: declared here\n    ${line}`
  // Each in a file of its own, since a place is mapped only once.
  const capture = runInThisContext('(capture) => capture()', {
    filename: `/compiled/${line.length}.js`,
  }) as typeof called
  expect(describeDeclaredAt(capture(captureDeclaredAt)!)).toBe(at)
})

test('a place is mapped when it is first read, and once however often something is declared there', () => {
  let mapped = 0
  Error.prepareStackTrace = (_, sites) => `Error\n    at /sources/a.ts:${sites.length}:${++mapped}`
  const places = [1, 2, 3].map(() => captureDeclaredAt()!)
  expect(mapped).toBe(0)
  expect(places.map((place) => ({ ...place }))).toEqual(
    places.map(() => ({ file: '/sources/a.ts', line: 1, column: 1 })),
  )
  expect(mapped).toBe(1)
})

test('a place below the working directory is told from there, any other in full', () => {
  const file = path.join(process.cwd(), 'test', 'services.ts')
  expect(describeDeclaredAt({ file, line: 1, column: 2 })).toBe(`${path.join('test', 'services.ts')}:1:2`)
  expect(describeDeclaredAt({ file: `file://${file}`, line: 1, column: 2 })).toBe(
    `${path.join('test', 'services.ts')}:1:2`,
  )
  expect(describeDeclaredAt({ file: '/elsewhere/a.ts', line: 1, column: 2 })).toBe('/elsewhere/a.ts:1:2')
})

/** Lays the module out as an installed package has it (in a chunk, called by other files of ours), beside a user's file. */
test.for(['mjs', 'cjs'])(
  'skips the frames of ours when it runs from dist, without any transform (%s)',
  async (extension) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'curfew-declared-at-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const source = await built()
    const files: Readonly<Record<string, string>> = {
      [`core/dist/chunk-1a2b.${extension}`]: source,
      [`core/dist/index.${extension}`]: `import { captureDeclaredAt, describeDeclaredAt } from './chunk-1a2b.${extension}'
export function declare() { return describeDeclaredAt(captureDeclaredAt()) }`,
      [`node_modules/@curfew/vitest/dist/index.${extension}`]: `import { declare } from '../../../../core/dist/index.${extension}'
export function again() { return [1].map(() => declare())[0] }`,
      [`distant.${extension}`]: `import { again } from './node_modules/@curfew/vitest/dist/index.${extension}'
console.log(again())`,
    }
    for (const [name, code] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true })
      await writeFile(path.join(folder, name), extension === 'cjs' ? asCommonJs(code) : code)
    }
    const { stdout } = await promisify(execFile)(process.execPath, [path.join(folder, `distant.${extension}`)], {
      cwd: folder,
    })
    expect(stdout.trim()).toBe(`distant.${extension}:2:13`)
  },
)

test('a changed file is mapped anew', () => {
  let mapped = 0
  Error.prepareStackTrace = () => `Error\n    at /sources/a.ts:1:${++mapped}`
  const places = ['(capture) => capture()', '(capture) => capture() // changed'].map((code) => {
    const capture = runInThisContext(code, { filename: '/compiled/watched.js' }) as typeof called
    return capture(captureDeclaredAt)?.column
  })
  expect(places).toEqual([1, 2])
})

test('Node maps the place where it was told to, and no hook does', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'curfew-declared-at-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const source = await built()
  // The third line of the file is the tenth of its source.
  const map = JSON.stringify({ version: 3, sources: ['services.ts'], names: [], mappings: ';;AASA' })
  // In pieces, since this file is no such map itself.
  const mapComment = ['source', 'MappingURL'].join('')
  const code = `import { captureDeclaredAt, describeDeclaredAt } from './dist/index.mjs'

console.log(describeDeclaredAt(captureDeclaredAt()))
//# ${mapComment}=data:application/json;base64,${Buffer.from(map).toString('base64')}`
  await mkdir(path.join(folder, 'dist'))
  await writeFile(path.join(folder, 'dist/index.mjs'), source)
  await writeFile(path.join(folder, 'services.mjs'), code)
  const run = promisify(execFile)
  const mapped = await run(process.execPath, ['--enable-source-maps', 'services.mjs'], { cwd: folder })
  expect(mapped.stdout).toMatch(/^services\.ts:10:/)
  const plain = await run(process.execPath, ['services.mjs'], { cwd: folder })
  expect(plain.stdout).toMatch(/^services\.mjs:3:/)
})

test('nothing is told where a bundler made one file of everything', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'curfew-declared-at-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const source = await built()
  await writeFile(path.join(folder, 'all.mjs'), `${source}\nconsole.log(captureDeclaredAt())`)
  const { stdout } = await promisify(execFile)(process.execPath, [path.join(folder, 'all.mjs')])
  expect(stdout.trim()).toBe('undefined')
})

function asCommonJs(code: string): string {
  return code
    .replaceAll(/^import (\w+) from ('[^']+')/gm, 'const $1 = require($2)')
    .replaceAll(/^import (\{[^}]+\}) from ('[^']+')/gm, 'const $1 = require($2)')
    .replaceAll(/^export function (\w+)/gm, 'exports.$1 = $1; function $1')
    .replaceAll(/^export const (\w+)/gm, 'const $1 = exports.$1')
}

/** The module in one file with what it imports of ours, as the build has it. */
async function built(): Promise<string> {
  const files = ['location/working-directory.ts', 'location/local-path.ts', 'location/declared-at.ts']
  const sources = await Promise.all(
    files.map((file) => readFile(path.join(import.meta.dirname, '../../src', file), 'utf8')),
  )
  const lines = sources.join('\n').split('\n')
  const imports = new Set(lines.filter((text) => /^import .* from 'node:/.test(text)))
  return stripTypeScriptTypes([...imports, ...lines.filter((text) => !text.startsWith('import '))].join('\n'))
}

test('a service that a helper makes is told by both places: where the helper is called, and where it makes it', async () => {
  const helper = () => taskService({ run }) // in a helper
  const viaHelper = () => helper()
  const made = [1].map(() => viaHelper())[0]! // calls the helper
  const at = protocolOf(made).declaredAt!
  expect(describeDeclaredAt(at)).toMatch(
    new RegExp(`^${await markOf('calls the helper')}:\\d+, by ${await markOf('in a helper')}:\\d+$`),
  )
  const direct = protocolOf(taskService({ run })).declaredAt!
  expect(direct.from).toBeUndefined()
})
