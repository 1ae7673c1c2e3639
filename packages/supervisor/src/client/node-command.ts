import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const require = createRequire(import.meta.url)

/** Where the system looks for libraries: macOS. Not of what it should load besides. */
const libraryPath = /^DYLD_(?:FALLBACK_|VERSIONED_)?(?:LIBRARY|FRAMEWORK)_PATH$/

/**
 * The command that runs a program in the Node that this process runs in, also through a shell: the shell of macOS is started
 * without the variables by which that Node may find its libraries, so they are set again behind it.
 */
export function nodeCommand(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform = process.platform,
): readonly string[] {
  const libraries = platform === 'darwin' ? Object.entries(env).filter(([name]) => libraryPath.test(name)) : []
  if (libraries.length === 0) return [process.execPath]
  return ['/usr/bin/env', ...libraries.map(([name, value]) => `${name}=${value}`), process.execPath]
}

/**
 * What has to be loaded before Node finds files of ours: under Yarn's Plug'n'Play they lie in archives, and only its hooks
 * know where. In the words of `NODE_OPTIONS`; `undefined` where they are ordinary files.
 */
export function fileHooks(): string | undefined {
  if (process.versions['pnp'] === undefined) return undefined
  try {
    const hook = require.resolve('pnpapi')
    const loader = path.join(path.dirname(hook), '.pnp.loader.mjs')
    const ofModules = existsSync(loader) ? ` --experimental-loader ${pathToFileURL(loader).href}` : ''
    return `--require ${quoted(hook)}${ofModules}`
  } catch {
    return undefined // this package is not one of those that it manages
  }
}

/** Node takes words apart at spaces, and a backslash inside of quotes for an escape. */
function quoted(word: string): string {
  return `"${word.replaceAll(/["\\]/g, String.raw`\$&`)}"`
}
