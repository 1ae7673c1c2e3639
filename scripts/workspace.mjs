// What scripts need to know about the packages of this repository.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { repositoryDir } from './toolchain.mjs'

/** Folders below `parent` (`packages`, `examples`) that hold a package, with its manifest. */
export function packagesIn(parent) {
  const dir = path.join(repositoryDir, parent)
  return readdirSync(dir)
    .map((name) => ({ name, dir: path.join(dir, name), manifestFile: path.join(dir, name, 'package.json') }))
    .filter(({ manifestFile }) => existsSync(manifestFile))
    .map(({ name, dir: packageDir, manifestFile }) => ({
      name,
      dir: packageDir,
      manifest: JSON.parse(readFileSync(manifestFile, 'utf8')),
    }))
}

/** The packages that go to npm. */
export function publicPackages() {
  return packagesIn('packages').filter(({ manifest }) => manifest.private !== true)
}
