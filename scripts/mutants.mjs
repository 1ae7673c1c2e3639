// Plants one fault after the other in the sources of core, in memory, and runs the tests of the engine: each has to fail.
// Picked by hand, one or more for each promise: the operators of a general tool (Stryker, the runner-up) make thousands,
// and do not tell which promise a survivor leaves unguarded.
// `node scripts/mutants.mjs [part of a name or file]`; needs a build, for the supervisor. Not a part of `npm test`.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { startVitest } from 'vitest/node'
import { mutants } from './mutants/list.mjs'
import { repositoryDir } from './toolchain.mjs'

const tests = ['contract', 'list', 'node', 'runtime/task'].map((name) => `packages/core/test/${name}`)
const slow = ['truth-table', 'properties']
const processes = ['packages/core/test/runtime/process']

if (process.env.MUTANT === undefined) runAll(process.argv[2] ?? '')
else await runTests(process.env.MUTANT === 'none' ? undefined : mutants[Number(process.env.MUTANT)])

function runAll(wanted) {
  for (const { file, from, guards } of mutants) {
    const found = readFileSync(path.join(repositoryDir, file), 'utf8').split(from).length - 1
    if (found === 0) throw new Error(`${guards}: its text is not in ${file} any more`)
  }
  if (verdictOf('none') !== 'survived') throw new Error('the tests fail without a mutant')
  let survived = 0
  for (const [index, { guards, file }] of mutants.entries()) {
    if (!`${guards} ${file}`.includes(wanted)) continue
    const verdict = verdictOf(String(index))
    if (verdict === 'survived') survived++
    console.log(`${verdict.padEnd(9)} ${guards}  (${path.basename(file)})`)
  }
  console.log(`${survived} survived`)
  process.exitCode = survived === 0 ? 0 : 1
}

/** A process of its own for each: a mutant may hang it. The quick tests run first; most mutants end there. */
function verdictOf(mutant) {
  for (const stage of ['quick', 'slow', 'processes']) {
    const { status } = spawnSync(process.execPath, [import.meta.filename], {
      env: { ...process.env, MUTANT: mutant, STAGE: stage },
      stdio: process.env.VERBOSE === undefined ? 'ignore' : 'inherit',
      timeout: 180_000,
      killSignal: 'SIGKILL',
    })
    if (status !== 0) return 'killed'
  }
  return 'survived'
}

async function runTests(mutant) {
  const stage = process.env.STAGE
  const files = stage === 'quick' ? tests : stage === 'slow' ? slow : processes
  const source = (file) => path.join(repositoryDir, 'packages', file)
  const vitest = await startVitest(
    'test',
    files,
    {
      root: repositoryDir,
      config: false,
      watch: false,
      bail: 1,
      isolate: false,
      fileParallelism: false,
      reporters: process.env.VERBOSE === undefined ? [] : ['default'],
      include: ['packages/core/test/**/*.test.ts'],
      exclude: [
        '**/node_modules/**',
        '**/fixtures/**',
        ...(stage === 'quick' ? slow.map((name) => `**/${name}.test.ts`) : []),
      ],
      testTimeout: 10_000,
    },
    {
      plugins: mutant === undefined ? [] : [plant(mutant)],
      resolve: {
        alias: [
          { find: /^@curfew\/core$/, replacement: source('core/src/index.ts') },
          { find: /^@curfew\/core\/(engine|process-port)$/, replacement: source('core/src/$1.ts') },
          { find: /^@curfew\/testing$/, replacement: source('testing/src/index.ts') },
        ],
      },
    },
  )
  const failed = vitest.state.getCountOfFailedTests() > 0 || vitest.state.getUnhandledErrors().length > 0
  const modules = vitest.state.getTestModules()
  await vitest.close()
  process.exit(failed || modules.length === 0 || modules.some((module) => module.state() === 'failed') ? 1 : 0)
}

function plant({ file, from, to }) {
  return {
    name: 'mutant',
    enforce: 'pre',
    transform(code, id) {
      if (id.split('?')[0] !== path.join(repositoryDir, file)) return undefined
      if (!code.includes(from)) throw new Error(`its text is not in ${file}`)
      return { code: code.replace(from, () => to), map: null }
    },
  }
}
