import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { installation, type InstallMode } from './installation.ts'
import { startSuiteProcess, type SuiteProcess, type SuiteProcessResult } from './suite-process.ts'

/** A suite of a few files, and how Vitest is to run it. */
export interface InlineSuite {
  /** Contents by path; tests are `*.test.ts`. `./events.mjs` has `note(text)`. */
  readonly files: Readonly<Record<string, string>>
  /** @default 5 */
  readonly vitest?: 4 | 5 | undefined
  /** Arguments behind `vitest run`. */
  readonly args?: readonly string[] | undefined
  /** Options of the plugin, as source; `null` for none. @default '{}' */
  readonly curfew?: string | null | undefined
  /** Fields of `test` in the configuration, as source, e.g. `pool: 'threads'`. */
  readonly config?: string | undefined
  readonly env?: Readonly<Record<string, string | undefined>> | undefined
  /** @default 'copied' */
  readonly install?: InstallMode | undefined
  /** Other packages for its `node_modules`: the name there, and the folder that it is. @default none */
  readonly packages?: Readonly<Record<string, string>> | undefined
  /** A folder that the project is in, for paths that are hard to read; Vitest loads no package from there. @default none */
  readonly below?: string | undefined
  /** `run` or `watch`. @default 'run' */
  readonly command?: string | undefined
}

/** An error as the reporters of Vitest get it. */
export interface InlineError {
  readonly name: string
  readonly message: string
  readonly stack?: string
  readonly diff?: string
}

export interface InlineTest {
  readonly name: string
  readonly state: 'passed' | 'failed' | 'skipped' | 'pending'
  readonly errors: readonly InlineError[]
  readonly artifacts: readonly { readonly type: string; readonly [field: string]: unknown }[]
}

export interface InlineModule {
  readonly file: string
  readonly project: string
  readonly state: string
  readonly errors: readonly InlineError[]
  readonly tests: readonly InlineTest[]
}

/** What an inline suite came to. */
export interface InlineResult extends SuiteProcessResult {
  readonly reason: string | undefined
  readonly unhandledErrors: readonly InlineError[]
  readonly modules: readonly InlineModule[]
  /** The one test of that full name. */
  test(name: string): InlineTest
}

/** An inline suite that runs. */
export interface RunningInlineSuite extends Omit<SuiteProcess, 'done'> {
  readonly done: Promise<InlineResult>
}

const packagesDir = fileURLToPath(new URL('../..', import.meta.url))
const reporter = fileURLToPath(new URL('inline-reporter.js', import.meta.url))

/** Runs real tests in a real Vitest of their own, in a project that has our built packages installed. */
export function runInlineSuite(suite: InlineSuite): Promise<InlineResult> {
  return startInlineSuite(suite).done
}

/** The same, without waiting for the end. */
export function startInlineSuite(suite: InlineSuite): RunningInlineSuite {
  const { args = [], vitest = 5, install = 'copied', env = {}, command = 'run', below, packages } = suite
  const vitestDir = path.join(packagesDir, 'vitest', 'node_modules', vitest === 5 ? 'vitest' : 'vitest4')
  const parent = installation({
    packagesDir,
    packages: ['protocol', 'core', 'supervisor', 'vitest'],
    others: { vitest: vitestDir, ...packages },
    mode: install,
  })
  const running = startSuiteProcess({
    parent,
    below,
    files: { 'package.json': '{ "type": "module" }', 'vitest.config.mjs': configOf(suite), ...suite.files },
    command: [
      path.join(parent, 'node_modules', 'vitest', 'vitest.mjs'),
      command,
      `--reporter=default`,
      `--reporter=${reporter}`,
      ...args,
    ],
    env: { CURFEW_INLINE_RESULTS: 'results.json', ...env },
  })
  return { ...running, done: running.done.then(withResults) }
}

function configOf({ curfew = '{}', config = '' }: InlineSuite): string {
  return `import { defineConfig } from 'vitest/config'
import { curfew } from '@curfew/vitest/plugin'
export default defineConfig({
  plugins: [${curfew === null ? '' : `curfew(${curfew})`}],
  test: { include: ['**/*.test.ts'], testTimeout: 60_000, ${config} },
})
`
}

function withResults(result: SuiteProcessResult): InlineResult {
  const file = path.join(result.dir, 'results.json')
  const {
    reason,
    unhandledErrors = [],
    modules = [],
  } = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as Pick<InlineResult, 'reason' | 'unhandledErrors' | 'modules'>)
    : {}
  return {
    ...result,
    reason,
    unhandledErrors,
    modules,
    test(name) {
      const found = modules.flatMap(({ tests }) => tests.filter((test) => test.name === name))
      const [test] = found
      if (test === undefined || found.length > 1) {
        throw new Error(`The suite has ${found.length} tests "${name}":\n${result.output}`)
      }
      return test
    },
  }
}
