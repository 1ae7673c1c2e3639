// What a worker keeps of tests that are over, and a run on disk: heap, file descriptors, the folder of the run.
// `./dev pnpm --filter ./bench run memory [tests] [vitest] [vitest4] [jest]`
import { readdirSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { runInlineSuite, runJestSuite } from '@curfew/testing'
import { printMachine } from './src/report.ts'

const [count = '10000', ...only] = process.argv.slice(2)
const tests = Number(count)
const every = Math.max(1, Math.round(tests / 20))

/** Notes, in the body of a test and after a collection of garbage: heap, memory outside of it, file descriptors. */
const sampler = `
import { readdirSync } from 'node:fs'
import { setFlagsFromString, writeHeapSnapshot } from 'node:v8'
import { runInNewContext } from 'node:vm'
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc')
const sample = async (index) => {
  for (let turn = 0; turn < 3; turn++) {
    await new Promise((resolve) => setImmediate(resolve))
    collect()
  }
  const { heapUsed, external } = process.memoryUsage()
  note([index, heapUsed, external, readdirSync('/proc/self/fd').length].join(' '))
  if (index === ${tests - every} && process.env.MEMORY_SNAPSHOT) writeHeapSnapshot(process.env.MEMORY_SNAPSHOT)
}
`

/** The same tests, on whatever `test` is. */
const suite = `
const body = async (index) => { if (index % ${every} === 0) await sample(index) }
for (let index = 0; index < ${tests}; index++) {
  if (index % 50 === 49) test('test ' + index, async ({ ticker, api }) => body(index))
  else if (index % 10 === 9) test('test ' + index, async ({ ticker, load }) => body(index))
  else test('test ' + index, async ({ ticker }) => body(index))
}
`

/** Each test has a task, every 10th a thread besides, every 50th a process. */
const services = `
import { defineServices, processService, taskService, threadService } from '@curfew/core'
const test = base.extend(defineServices()
  .service('ticker', () => taskService({ run: ({ signal, log }) => {
    log.info('runs')
    return new Promise((resolve) => signal.addEventListener('abort', resolve))
  } }))
  .service('load', () => threadService({ module: './load.mjs' }))
  .service('api', () => processService({ command: process.execPath, args: ['-e', 'console.log("up"); setInterval(() => {}, 1000)'] })))
`

const load = `import { defineThread } from '@curfew/core/thread'
export default defineThread(({ signal }) => new Promise((resolve) => signal.addEventListener('abort', resolve)))
`

type Way = 'plain' | 'curfew'

interface Suite {
  readonly events: readonly string[]
  readonly dir: string
  readonly exitCode: number | null
  readonly output: string
}

const env = { MEMORY_SNAPSHOT: process.env['MEMORY_SNAPSHOT'] }

const onVitest = (vitest: 4 | 5) => (way: Way) => {
  // Vitest keeps something for each test that has fixtures, whoever they are of.
  const head =
    way === 'curfew'
      ? `import { test as base } from '@curfew/vitest'\n${services}`
      : `import { test as base } from 'vitest'
const fixture = async ({}, use) => { await use({}) }
const test = base.extend({ ticker: fixture, load: fixture, api: fixture })`
  const source = `import { note } from './events.mjs'\n${head}${sampler}${suite}`
  return runInlineSuite({ vitest, env, files: { 'a.test.ts': source, 'load.mjs': load } })
}

const onJest = (way: Way) => {
  const head =
    way === 'curfew'
      ? `import { test as base } from '@curfew/jest'\n${services}`
      : `const test = (name, body) => globalThis.test(name, () => body({}))`
  const source = `import { note } from './events.cjs'\n${head}${sampler}${suite}`
  return runJestSuite({ env, files: { 'a.test.ts': source, 'load.mjs': load } })
}

const runners: Readonly<Record<string, (way: Way) => Promise<Suite>>> = {
  vitest: onVitest(5),
  vitest4: onVitest(4),
  jest: onJest,
}

printMachine(`${tests} tests in one worker: each with a task, every 10th with a thread, every 50th with a process`)
for (const [runner, run] of Object.entries(runners)) {
  if (only.length > 0 && !only.includes(runner)) continue
  for (const way of ['plain', 'curfew'] as const) {
    const result = await run(way)
    show(`${runner}, ${way}`, result)
    rmSync(result.dir, { recursive: true, force: true })
  }
}

function show(title: string, { events, dir, exitCode, output }: Suite): void {
  if (exitCode !== 0) throw new Error(`The suite failed:\n${output.slice(-4_000)}`)
  const samples = events
    .map((event) => event.split(' ').map(Number))
    .map(([at = 0, heap = 0, external = 0, files = 0]) => ({ at, heap, external, files }))
  // What is loaded and compiled in the first tenth is no growth.
  const begin = samples.find(({ at }) => at >= tests / 10)
  const end = samples.at(-1)
  if (begin === undefined || end === undefined) throw new Error('Too few samples')
  const perTest = (before: number, after: number): string =>
    `${((after - before) / 1024 / (end.at - begin.at)).toFixed(2)} KB`
  const folder = sizeOf(path.join(dir, '.curfew'))
  console.log(
    `  ${title}: heap ${megabytes(begin.heap)} -> ${megabytes(end.heap)}, ${perTest(begin.heap, end.heap)} a test; ` +
      `outside of it ${perTest(begin.external, end.external)} a test; file descriptors ${begin.files} -> ${end.files}; ` +
      `on disk ${folder.files} files, ${megabytes(folder.bytes)}`,
  )
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}

/** Files below a folder, and what they take of the disk. */
function sizeOf(folder: string): { readonly files: number; readonly bytes: number } {
  let [files, bytes] = [0, 0]
  try {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      files += entry.isFile() ? 1 : 0
      bytes += statSync(path.join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.blocks ?? 0
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  return { files, bytes: bytes * 512 }
}
