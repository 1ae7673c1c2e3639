import { fileURLToPath } from 'node:url'

// Absolute paths: Jest resolves those of a preset from the user's project.
const fileOf = (entry: string): string => fileURLToPath(new URL(`${entry}.cjs`, import.meta.url))

/** Opens a scope for each test, in any environment. */
export const testRunner: string = fileOf('test-runner')

/** Jest's own, and that of curfew. A configuration with `reporters` of its own replaces them: `[...reporters, 'jest-junit']`. */
export const reporters: string[] = ['default', fileOf('reporter')]

/**
 * What services write there is no source: the watch mode would run again, and a `package.json` among it would be a module of the
 * project. Jest adds those of the configuration to it.
 */
export const modulePathIgnorePatterns: string[] = ['[/\\\\]\\.curfew[/\\\\]']
