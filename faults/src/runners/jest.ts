import { readFileSync, realpathSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { installation } from '@curfew/testing'
import type { Runner, RunPlan } from './runner.ts'

const labDir = fileURLToPath(new URL('../..', import.meta.url))
const modulesDir = path.join(labDir, 'node_modules')

function jest(): Runner {
  const jestDir = realpathSync(path.join(modulesDir, 'jest'))
  const { version } = JSON.parse(readFileSync(path.join(jestDir, 'package.json'), 'utf8')) as { version: string }
  const folder = (): string =>
    installation({
      packagesDir: path.join(labDir, '..', 'packages'),
      packages: ['core', 'supervisor', 'jest'],
      others: { jest: jestDir, '@jest/globals': path.join(modulesDir, '@jest', 'globals') },
      mode: 'copied',
    })
  return {
    name: 'jest',
    version,
    pools: ['processes', 'threads', 'inBand'],
    folder,
    files: (plan) => ({
      'jest.config.cjs': configuration(plan),
      'curfew-runner.mjs': `export { test as base } from '@curfew/jest'\n`,
      'plain-runner.mjs': `export { afterEach, beforeEach, test } from '@jest/globals'\n`,
    }),
    testFile: (name) => `${name}.test.mjs`,
    command: ({ pool, fault }, filter) => [
      // The programs of the lab are ES modules.
      '--experimental-vm-modules',
      '--no-warnings',
      path.join(folder(), 'node_modules', 'jest', 'bin', 'jest.js'),
      ...(pool === 'inBand' ? ['--runInBand'] : []),
      ...(fault.io === 'watch' ? ['--watchAll'] : []),
      ...(fault.args ?? []),
      ...(filter === undefined ? [] : [filter]),
    ],
  }
}

function configuration({ column, pool, fault }: RunPlan): string {
  return `module.exports = {
  ${column === 'curfew' ? `preset: '@curfew/jest',` : ''}
  transform: {},
  testTimeout: 60_000,
  maxWorkers: ${fault.second === undefined ? 1 : 2},
  workerThreads: ${pool === 'threads'},
  // Without it, Jest runs a single file in its main process.
  workerIdleMemoryLimit: ${pool === 'inBand' ? 'undefined' : `'8GB'`},
  watchman: false,
}
`
}

/** The Jest that we support. */
export const jestRunners: readonly Runner[] = [jest()]
