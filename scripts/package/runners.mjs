import { readFileSync } from 'node:fs'
import path from 'node:path'
import { packagesIn } from '../workspace.mjs'

/** The oldest supported Vitest is an alias among the dependencies of packages/vitest, the newest the one it is built with. */
export function supportedVitest() {
  return ['vitest4', 'vitest'].map((name) => versionIn('vitest', name))
}

/** The oldest supported Jest is what the peer range of packages/jest begins with, the newest the one it is built with. */
export function supportedJest() {
  const range = packagesIn('packages').find(({ name }) => name === 'jest').manifest.peerDependencies.jest
  const [, oldest] = /^\^(\d+\.\d+\.\d+)$/.exec(range) ?? []
  if (oldest === undefined) throw new Error(`packages/jest: the peer range of jest (${range}) has no plain beginning`)
  return [oldest, versionIn('jest', 'jest')]
}

/** The version of a package that `packages/<packageName>` is tested with. */
export function versionIn(packageName, name) {
  const { dir, manifest } = packagesIn('packages').find((one) => one.name === packageName)
  if (manifest.devDependencies[name] === undefined) throw new Error(`packages/${packageName} has no dependency ${name}`)
  return JSON.parse(readFileSync(path.join(dir, 'node_modules', name, 'package.json'), 'utf8')).version
}
