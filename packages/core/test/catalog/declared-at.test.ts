import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterEach, expect, onTestFinished, test } from 'vitest'
import { CATALOG, type CatalogProtocol } from '../../src/catalog/catalog-protocol.js'
import { defineServices } from '../../src/catalog/catalog.js'
import { captureDeclaredAt, describeDeclaredAt } from '../../src/catalog/declared-at.js'
import { SERVICE } from '../../src/protocol.js'
import { TaskService, taskService } from '../../src/service/task-service.js'

const { prepareStackTrace, stackTraceLimit } = Error
afterEach(() => {
  if (prepareStackTrace === undefined) delete Error.prepareStackTrace
  else Error.prepareStackTrace = prepareStackTrace
  Error.stackTraceLimit = stackTraceLimit
})

/** Where a marked line of this very file is. */
async function markOf(mark: string): Promise<string> {
  const lines = (await readFile(import.meta.filename, 'utf8')).split('\n')
  const line = lines.findIndex((text) => text.endsWith(`// ${mark}`)) + 1
  return `${path.relative(process.cwd(), import.meta.filename)}:${line}`
}

const run = (): void => {}
function declare(): ReturnType<typeof captureDeclaredAt> {
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
  expect(describeDeclaredAt(made[SERVICE].declaredAt!)).toContain(await markOf('by a function'))
  expect(describeDeclaredAt(new Loop()[SERVICE].declaredAt!)).toContain(await markOf('in a class'))
})

test('the limit of stack traces is neither a hindrance nor changed', () => {
  Error.stackTraceLimit = 0
  expect(declare()?.file).toContain('declared-at.test.ts')
  expect(Error.stackTraceLimit).toBe(0)
})

test('nothing is told, and nothing thrown, where a hook makes something else of stacks', () => {
  Error.prepareStackTrace = () => ({ no: 'text' })
  expect(captureDeclaredAt()).toBeUndefined()
})

const frames: readonly (readonly [line: string, at: string | undefined])[] = [
  ['at declare (/home/me/app/test/services.ts:12:18)', '/home/me/app/test/services.ts:12:18'],
  ['at file:///home/me/app/test/services.js:12:18', '/home/me/app/test/services.js:12:18'],
  ['at async file:///home/me/my%20app/services.js:1:2', '/home/me/my app/services.js:1:2'],
  ['at Object.<anonymous> (/home/me/app (copy)/services.js:1:2)', '/home/me/app (copy)/services.js:1:2'],
  ['at new Api (/home/me/app/api.ts:3:4)', '/home/me/app/api.ts:3:4'],
  ['at Object.make [as service] (/home/me/app/api.ts?t=1700000000:3:4)', '/home/me/app/api.ts:3:4'],
  [String.raw`at Object.<anonymous> (C:\app\services.ts:5:6)`, String.raw`C:\app\services.ts:5:6`],
  ['at node:internal/process/task_queues:105:5', undefined],
  ['at Array.map (<anonymous>)', undefined],
  ['at eval (eval at run (/home/me/repl.js:1:1), <anonymous>:1:7)', undefined],
  ['at defineServices (file:///home/me/app/node_modules/@curfew/core/dist/index.js:9:9)', undefined],
  ['at a (/app/node_modules/.pnpm/@curfew+vitest@1.0.0/node_modules/@curfew/vitest/dist/index.js:9:9)', undefined],
]

test.for(frames)('reads the frame "%s"', ([line, at]) => {
  Error.prepareStackTrace = () => `Error\n    ${line}\n    at last (/home/me/last.ts:7:8)`
  const found = captureDeclaredAt()
  expect(describeDeclaredAt(found!)).toBe(at ?? '/home/me/last.ts:7:8')
})

test('a place below the working directory is told from there, any other in full', () => {
  const file = path.join(process.cwd(), 'test', 'services.ts')
  expect(describeDeclaredAt({ file, line: 1, column: 2 })).toBe(`${path.join('test', 'services.ts')}:1:2`)
  expect(describeDeclaredAt({ file: `file://${file}`, line: 1, column: 2 })).toBe(
    `${path.join('test', 'services.ts')}:1:2`,
  )
  expect(describeDeclaredAt({ file: '/elsewhere/a.ts', line: 1, column: 2 })).toBe('/elsewhere/a.ts:1:2')
})

/** Lays the module out as a build does (in a chunk, called by another file of ours), beside a file of a user. */
test.for(['mjs', 'cjs'])(
  'skips the frames of ours when it runs from dist, without any transform (%s)',
  async (extension) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'curfew-declared-at-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const source = stripTypeScriptTypes(
      await readFile(new URL('../../src/catalog/declared-at.ts', import.meta.url), 'utf8'),
    )
    const files = {
      [`dist/chunk-1a2b.${extension}`]: source,
      [`dist/index.${extension}`]: `import { captureDeclaredAt, describeDeclaredAt } from './chunk-1a2b.${extension}'
export function declare() { return describeDeclaredAt(captureDeclaredAt()) }`,
      [`distant.${extension}`]: `import { declare } from './dist/index.${extension}'
console.log(declare())`,
    }
    await mkdir(path.join(folder, 'dist'))
    for (const [name, code] of Object.entries(files)) {
      await writeFile(path.join(folder, name), extension === 'cjs' ? asCommonJs(code) : code)
    }
    const { stdout } = await promisify(execFile)(process.execPath, [path.join(folder, `distant.${extension}`)], {
      cwd: folder,
    })
    expect(stdout.trim()).toBe(`distant.${extension}:2:13`)
  },
)

function asCommonJs(code: string): string {
  return code
    .replaceAll(/^import (\w+) from ('[^']+')/gm, 'const $1 = require($2)')
    .replaceAll(/^import (\{[^}]+\}) from ('[^']+')/gm, 'const $1 = require($2)')
    .replaceAll(/^export function (\w+)/gm, 'exports.$1 = $1; function $1')
}
