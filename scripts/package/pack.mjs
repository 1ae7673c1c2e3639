import { execFile } from 'node:child_process'
import { globSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { publicPackages } from '../workspace.mjs'

/** Packs public packages as they would go to npm, below `targetDir`: all, or those named. Returns each with its tarball. */
export async function packAll(targetDir, names) {
  const wanted = publicPackages().filter(({ name }) => names?.includes(name) ?? true)
  return Promise.all(
    wanted.map(async ({ name, dir, manifest }) => {
      const out = path.join(targetDir, name)
      await promisify(execFile)('pnpm', ['pack', '--pack-destination', out], { cwd: dir })
      const [tarball] = globSync('*.tgz', { cwd: out })
      if (tarball === undefined) throw new Error(`pnpm pack of packages/${name} made no tarball`)
      return { name, dir, manifest, tarball: path.join(out, tarball) }
    }),
  )
}

/** What a user can import: the code entries of `exports`, and whether CommonJS can load them. */
export function codeEntries(manifest) {
  return Object.entries(manifest.exports).flatMap(([entry, target]) => {
    const isCode = target !== null && typeof target === 'object'
    const isCommonJs = isCode && (target.require !== undefined || target.default.endsWith('.cjs'))
    return isCode ? [{ specifier: path.posix.join(manifest.name, entry), isCommonJs }] : []
  })
}
