import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

/**
 * A module that the user's own Jest depends on, in the very version that it uses: package managers need not let us see it,
 * and one of our own could be of another version.
 */
export function fromJest(specifier: string): unknown {
  let require = createRequire(fileURLToPath(import.meta.url))
  for (const next of ['jest', '@jest/core', 'jest-config']) require = createRequire(require.resolve(next))
  return require(specifier)
}
