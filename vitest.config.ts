import { defineConfig } from 'vitest/config'

/** Guards against a hang, and no measure of anything: a test passes beside other work that takes nearly all of the machine. */
const patience = {
  testTimeout: 300_000,
  hookTimeout: 300_000,
  expect: { poll: { timeout: 240_000, interval: 10 } },
}

/** Built packages of ours are loaded by Node, as in a user's project, and not through Vite's transforms. */
const builtPackages = /\/packages\/[^/]+\/dist\//

// Retries are off, and stay off: a flaky stop is a bug in the product.
export default defineConfig({
  test: {
    globalSetup: ['./scripts/vitest/warn-stale-builds.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'packages/*/test/**/*.test.ts',
            'scripts/**/*.test.ts',
            'docs/check/*.test.ts',
            'faults/test/**/*.test.ts',
          ],
          exclude: ['packages/*/test/e2e/**', '**/fixtures/**', '**/node_modules/**'],
          ...patience,
          server: { deps: { external: [builtPackages] } },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['packages/*/test/e2e/**/*.test.ts'],
          setupFiles: ['./packages/testing/dist/tidy-up.js'],
          exclude: ['**/fixtures/**', '**/node_modules/**'],
          ...patience,
          server: { deps: { external: [builtPackages] } },
        },
      },
    ],
  },
})
