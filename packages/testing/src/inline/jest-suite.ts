import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { CaseTest } from '../runner-contract/runner-case.ts'
import { installation, type InstallMode } from './installation.ts'
import { startSuiteProcess, type SuiteProcess, type SuiteProcessResult } from './suite-process.ts'

/** A suite of a few files, and how Jest is to run it. */
export interface JestSuite {
  /** Contents by path; tests are `*.test.*`. `./events.cjs` and `./events.mjs` have `note(text)`. */
  readonly files: Readonly<Record<string, string>>
  /** Fields of the configuration, as source. @default `preset: '@curfew/jest'` */
  readonly config?: string | undefined
  /** How TypeScript is compiled: by SWC or Babel to CommonJS, or by SWC to ES modules. @default 'swc' */
  readonly compiler?: 'swc' | 'babel' | 'esm' | undefined
  /** Arguments of Jest. */
  readonly args?: readonly string[] | undefined
  readonly env?: Readonly<Record<string, string | undefined>> | undefined
  /** @default 'copied' */
  readonly install?: InstallMode | undefined
  /** Other packages for its `node_modules`: the name there, and the folder that it is. @default none */
  readonly packages?: Readonly<Record<string, string>> | undefined
  /** A folder that project and packages are in, for paths that are hard to read. @default none */
  readonly below?: string | undefined
  /** A package that the project lacks, of those that suites have. */
  readonly without?: string | undefined
  /** Path of the Node that runs Jest. @default this one */
  readonly node?: string | undefined
}

/** What came of one test file. */
export interface JestFile {
  readonly file: string
  readonly state: string
  /** Messages of what failed the file itself. */
  readonly errors: readonly string[]
  readonly tests: readonly (CaseTest & { readonly location: unknown })[]
  /** Verdicts of the services of the file. */
  readonly verdicts: CaseTest['verdicts']
}

/** What a suite came to. */
export interface JestResult extends SuiteProcessResult {
  readonly files: readonly JestFile[]
  /** The one test of that full name. */
  test(name: string): JestFile['tests'][number]
}

/** A suite that runs. */
export interface RunningJestSuite extends Omit<SuiteProcess, 'done'> {
  readonly done: Promise<JestResult>
}

const packagesDir = fileURLToPath(new URL('../..', import.meta.url))
const reporter = fileURLToPath(new URL('jest-inline-reporter.js', import.meta.url))
const tools = [
  'jest',
  'jest-environment-node',
  'jest-environment-jsdom',
  '@jest/globals',
  '@swc/core',
  '@swc/jest',
  'babel-jest',
  '@babel/core',
]
const presets = ['@babel/preset-env', '@babel/preset-typescript']

const swc = (type: string): string =>
  `'\\\\.[jt]s$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: '${type}' } }]`

const compilers = {
  swc: `transform: { ${swc('commonjs')} }`,
  esm: `transform: { ${swc('es6')} }, extensionsToTreatAsEsm: ['.ts']`,
  babel: `transform: { '\\\\.[jt]s$': ['babel-jest', { presets: [['@babel/preset-env', { targets: { node: 'current' } }], '@babel/preset-typescript'] }] }`,
}

const eventsModule = `const { appendFileSync } = require('node:fs')
exports.note = (text) => appendFileSync(process.env.CURFEW_INLINE_EVENTS, text + '\\n')
`

/** Runs real tests in a real Jest of their own, in a project that has our built packages installed. */
export function runJestSuite(suite: JestSuite): Promise<JestResult> {
  return startJestSuite(suite).done
}

/** The same, without waiting for the end. */
export function startJestSuite(suite: JestSuite): RunningJestSuite {
  const {
    args = [],
    install = 'copied',
    env = {},
    compiler = 'swc',
    config = `preset: '@curfew/jest'`,
    without,
    node,
    below,
    packages = {},
  } = suite
  const modules = path.join(packagesDir, 'jest', 'node_modules')
  const parent = installation({
    packagesDir,
    packages: ['protocol', 'core', 'supervisor', 'jest'],
    others: {
      ...Object.fromEntries(
        [...tools, ...presets].filter((name) => name !== without).map((name) => [name, path.join(modules, name)]),
      ),
      ...packages,
    },
    mode: install,
    below,
  })
  const running = startSuiteProcess({
    parent,
    files: {
      'package.json': JSON.stringify({ type: compiler === 'esm' ? 'module' : 'commonjs' }),
      'jest.config.cjs': `const config = { testTimeout: 60_000, ${compilers[compiler]}, ${config} }
const presets = config.preset === undefined ? {} : require('@curfew/jest/jest-preset')
module.exports = { ...config, reporters: [...(config.reporters ?? presets.reporters ?? ['default']), '${reporter}'] }
`,
      'events.cjs': eventsModule,
      ...suite.files,
    },
    command: [
      ...(compiler === 'esm' ? ['--experimental-vm-modules', '--no-warnings'] : []),
      path.join(parent, 'node_modules', 'jest', 'bin', 'jest.js'),
      '--no-cache',
      ...args,
    ],
    node,
    // In watch mode a file whose name ends as that of a source would be a change.
    env: { CURFEW_INLINE_RESULTS: 'results.log', ...env },
  })
  return { ...running, done: running.done.then(withResults) }
}

function withResults(result: SuiteProcessResult): JestResult {
  const file = path.join(result.dir, 'results.log')
  const files = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as JestFile[]) : []
  return {
    ...result,
    files,
    test(name) {
      const found = files.flatMap(({ tests }) => tests.filter((test) => test.name === name))
      const [test] = found
      if (test === undefined || found.length > 1) {
        throw new Error(`The suite has ${found.length} tests "${name}":\n${result.output}`)
      }
      return test
    },
  }
}
