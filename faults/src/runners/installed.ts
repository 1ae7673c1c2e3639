import { readFileSync, realpathSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { installation } from '@curfew/testing'
import type { Runner } from './runner.ts'

const labDir = fileURLToPath(new URL('../..', import.meta.url))

/** Where the lab has a package. */
export function moduleOf(name: string): string {
  return realpathSync(path.join(labDir, 'node_modules', name))
}

/**
 * The version of a runner that the lab has, and a folder for its cells, with our package for it.
 *
 * @param module - The name by which the lab has it, where that is another one
 * @param others - More packages that its suites use, by name
 */
export function installed(
  name: string,
  module = name,
  others: Readonly<Record<string, string>> = {},
): Pick<Runner, 'name' | 'version' | 'folder'> {
  const dir = moduleOf(module)
  const { version } = JSON.parse(readFileSync(path.join(dir, 'package.json'), 'utf8')) as { version: string }
  return {
    name,
    version,
    folder: () =>
      installation({
        packagesDir: path.join(labDir, '..', 'packages'),
        packages: ['protocol', 'supervisor', 'core', name],
        others: { [name]: dir, ...others },
        mode: 'copied',
      }),
  }
}
