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

const tests = ['contract', 'journal', 'list', 'node', 'runtime/task'].map((name) => `packages/core/test/${name}`)
const slow = ['truth-table', 'properties']
const processes = ['packages/core/test/runtime/process']

if (process.env.MUTANT === undefined) runAll(process.argv[2] ?? '')
else await runTests(process.env.MUTANT === 'none' ? undefined : mutants[Number(process.env.MUTANT)])

function runAll(wanted) {
  for (const { file, from, guards } of mutants) {
    const found = readFileSync(path.join(repositoryDir, file), 'utf8').split(from).length - 1
    if (found !== 1) throw new Error(`${guards}: its text is in ${file} ${found} times`)
  }
  const baseline = verdictOf('none')
  if (baseline.what !== 'survived') throw new Error(`without a mutant: ${baseline.what} ${baseline.by}`)
  const counts = { killed: 0, survived: 0, 'timed out': 0 }
  for (const [index, { guards, file }] of mutants.entries()) {
    if (!`${guards} ${file}`.includes(wanted)) continue
    const { what, by } = verdictOf(String(index))
    counts[what]++
    console.log(`${what.padEnd(9)} ${guards}  (${path.basename(file)})${by === '' ? '' : `\n          by ${by}`}`)
  }
  console.log(JSON.stringify(counts))
  process.exitCode = counts.killed === Object.values(counts).reduce((sum, count) => sum + count) ? 0 : 1
}

/**
 * A process of its own for each, since a mutant may hang it. The quick tests run first; most mutants end there. One that
 * only made a test too slow is told apart: on a busy machine that proves nothing.
 */
function verdictOf(mutant) {
  for (const stage of ['quick', 'slow', 'processes']) {
    const { status, stdout } = spawnSync(process.execPath, [import.meta.filename], {
      env: { ...process.env, MUTANT: mutant, STAGE: stage },
      stdio: ['ignore', 'pipe', 'ignore'],
      encoding: 'utf8',
      timeout: 600_000,
      killSignal: 'SIGKILL',
    })
    if (status === 0) continue
    const { by = stage, isTimeout = true } = JSON.parse(/^FAILED (.*)$/m.exec(stdout)?.[1] ?? '{}')
    return { what: isTimeout ? 'timed out' : 'killed', by }
  }
  return { what: 'survived', by: '' }
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
      reporters: [],
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
          { find: /^@curfew\/core\/(runner|provider|for-own-tests)$/, replacement: source('core/src/$1.ts') },
          { find: /^@curfew\/testing$/, replacement: source('testing/src/index.ts') },
        ],
      },
    },
  )
  const failures = vitest.state.getTestModules().flatMap(failuresOf)
  for (const error of vitest.state.getUnhandledErrors())
    failures.push({ by: 'an unhandled error', isTimeout: false, error })
  const isEmpty = vitest.state.getTestModules().length === 0
  if (isEmpty) failures.push({ by: 'no tests', isTimeout: true })
  const [first] = failures.toSorted((a, b) => Number(a.isTimeout) - Number(b.isTimeout))
  if (first !== undefined) console.log(`\nFAILED ${JSON.stringify({ by: first.by, isTimeout: first.isTimeout })}`)
  await vitest.close()
  process.exit(first === undefined ? 0 : 1)
}

function failuresOf(module) {
  const broken = module
    .errors()
    .map(({ message }) => ({ by: `${module.relativeModuleId}: ${message}`, isTimeout: false }))
  const failed = [...module.children.allTests('failed')].map((test) => ({
    by: `${path.basename(module.moduleId)}: ${test.fullName}`,
    isTimeout: test.result().errors.every(({ message }) => /timed out in \d+ms/.test(message)),
  }))
  return [...broken, ...failed]
}

function plant({ file, from, to }) {
  return {
    // Vitest keeps what it has transformed on disk, told apart by the names of the plugins among other things.
    name: `mutant of ${file}: ${from} → ${to}`,
    enforce: 'pre',
    transform(code, id) {
      if (id.split('?')[0] !== path.join(repositoryDir, file)) return undefined
      if (!code.includes(from)) throw new Error(`its text is not in ${file}`)
      return { code: code.replace(from, () => to), map: null }
    },
  }
}
