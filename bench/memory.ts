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

const loop = (body: (index: string) => string): string =>
  `for (let index = 0; index < ${tests}; index++) { ${body('index')} }\n`
const sampled = `async () => { if (index % ${every} === 0) await sample(index) }`

const plain = `${sampler}${loop(() => `plain('test ' + index, ${sampled})`)}`

/** Each test has a task, every 10th a thread besides, every 50th a process. */
const curfew = `${sampler}
import { defineServices, processService, taskService, threadService } from '@curfew/core'
const test = base.extend(defineServices()
  .service('ticker', () => taskService({ run: ({ signal, log }) => {
    log.info('runs')
    return new Promise((resolve) => signal.addEventListener('abort', resolve))
  } }))
  .service('load', () => threadService({ module: './load.mjs' }))
  .service('api', () => processService({ command: process.execPath, args: ['-e', 'console.log("up"); setInterval(() => {}, 1000)'] })))
${loop(
  () => `const body = ${sampled}
  if (index % 50 === 49) test('test ' + index, async ({ ticker, api }) => body())
  else if (index % 10 === 9) test('test ' + index, async ({ ticker, load }) => body())
  else test('test ' + index, async ({ ticker }) => body())`,
)}`

const load = `import { defineThread } from '@curfew/core/thread'
export default defineThread(({ signal }) => new Promise((resolve) => signal.addEventListener('abort', resolve)))
`

interface Suite {
  readonly events: readonly string[]
  readonly dir: string
  readonly exitCode: number | null
  readonly output: string
}

const env = { MEMORY_SNAPSHOT: process.env['MEMORY_SNAPSHOT'] }
const onVitest = (vitest: 4 | 5) => (body: string) => {
  const head = `import { test as plain } from 'vitest'\nimport { test as base } from '@curfew/vitest'\nimport { note } from './events.mjs'\n`
  return runInlineSuite({ vitest, env, files: { 'a.test.ts': `${head}${body}`, 'load.mjs': load } })
}
const onJest = (body: string) => {
  const head = `import { test as base } from '@curfew/jest'\nimport { note } from './events.cjs'\nconst plain = globalThis.test\n`
  return runJestSuite({ env, files: { 'a.test.ts': `${head}${body}`, 'load.mjs': load } })
}

const runners: Readonly<Record<string, (body: string) => Promise<Suite>>> = {
  vitest: onVitest(5),
  vitest4: onVitest(4),
  jest: onJest,
}

printMachine(`${tests} tests in one worker: each with a task, every 10th with a thread, every 50th with a process`)
for (const [runner, run] of Object.entries(runners)) {
  if (only.length > 0 && !only.includes(runner)) continue
  for (const [name, body] of [
    ['plain', plain],
    ['curfew', curfew],
  ] as const) {
    const result = await run(body)
    show(`${runner}, ${name}`, result)
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
