import path from 'node:path'
import { installed, moduleOf } from './installed.ts'
import type { Runner, RunPlan } from './runner.ts'

function jest(): Runner {
  const own = installed('jest', 'jest', { '@jest/globals': moduleOf('@jest/globals') })
  return {
    ...own,
    pools: ['processes', 'threads', 'inBand'],
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
      path.join(own.folder(), 'node_modules', 'jest', 'bin', 'jest.js'),
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
