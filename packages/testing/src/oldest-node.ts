import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import process from 'node:process'

/**
 * Path of the oldest Node that users may have (22.12.0), for tests that run on it in a process of their own.
 * Where no package brings it, `CURFEW_OLDEST_NODE` names one.
 */
export function oldestNode(): string {
  const named = process.env['CURFEW_OLDEST_NODE']
  if (named !== undefined) return named
  const platform = `${process.platform}-${process.arch}`
  try {
    const manifest = createRequire(import.meta.url).resolve(`node-22-${platform}/package.json`)
    const file = join(dirname(manifest), 'bin', 'node')
    if (existsSync(file)) return file
  } catch {
    // Only some platforms have a package; the error below says what to do on the others.
  }
  throw new Error(`No Node 22.12.0 for ${platform} in node_modules. Set CURFEW_OLDEST_NODE to the path of one.`)
}
