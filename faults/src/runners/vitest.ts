import path from 'node:path'
import { installed } from './installed.ts'
import type { Runner, RunPlan } from './runner.ts'

function vitest(module: string): Runner {
  const own = installed('vitest', module)
  return {
    ...own,
    pools: ['forks', 'threads', 'vmThreads'],
    files: (plan) => ({
      'vitest.config.mjs': configuration(plan),
      'curfew-runner.mjs': `export { test as base } from '@curfew/vitest'\n`,
      'plain-runner.mjs': `export { afterEach, beforeEach, test } from 'vitest'\n`,
    }),
    testFile: (name) => `${name}.test.mjs`,
    command: ({ fault }, filter) => [
      path.join(own.folder(), 'node_modules', 'vitest', 'vitest.mjs'),
      fault.io === 'watch' ? 'watch' : 'run',
      ...(fault.args ?? []),
      ...(filter === undefined ? [] : [filter]),
    ],
  }
}

function configuration({ column, pool, fault }: RunPlan): string {
  const plugin =
    column === 'curfew' ? `import { curfew } from '@curfew/vitest/plugin'` : 'const curfew = () => undefined'
  return `import { defineConfig } from 'vitest/config'
${plugin}
export default defineConfig({
  plugins: [curfew()],
  test: {
    pool: '${pool}',
    maxWorkers: ${fault.second === undefined ? 1 : 2},
    testTimeout: 60_000,
    hookTimeout: 60_000,
    teardownTimeout: 2_000,
    cache: false,
    // The events of the services are files: a re-run of the watch mode would be one too many.
    watchTriggerPatterns: [],
    forceRerunTriggers: [],
  },
})
`
}

/** The newest Vitest and the oldest that we support. */
export const vitestRunners: readonly Runner[] = [vitest('vitest'), vitest('vitest4')]
