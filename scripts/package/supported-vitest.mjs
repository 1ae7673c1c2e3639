import { readFileSync } from 'node:fs'
import path from 'node:path'
import { packagesIn } from '../workspace.mjs'

/** The oldest supported Vitest is an alias among the dependencies of packages/vitest, the newest the one it is built with. */
export function supportedVitest() {
  const { dir, manifest } = packagesIn('packages').find(({ name }) => name === 'vitest')
  return ['vitest4', 'vitest'].map((name) => {
    if (manifest.devDependencies[name] === undefined) throw new Error(`packages/vitest has no dependency ${name}`)
    return JSON.parse(readFileSync(path.join(dir, 'node_modules', name, 'package.json'), 'utf8')).version
  })
}
