import { defineConfig } from 'vitest/config'

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
          testTimeout: 10_000,
          hookTimeout: 10_000,
          server: { deps: { external: [builtPackages] } },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['packages/*/test/e2e/**/*.test.ts'],
          setupFiles: ['./packages/testing/dist/tidy-up.js'],
          exclude: ['**/fixtures/**', '**/node_modules/**'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          server: { deps: { external: [builtPackages] } },
        },
      },
    ],
  },
})
