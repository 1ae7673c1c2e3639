import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { atEnd } from './at-end.ts'

/** How packages of ours are there: copied, as a package manager installs them, or linked, as in a workspace. */
export type InstallMode = 'copied' | 'linked'

/** What a folder of suites has in its `node_modules`. */
export interface InstallationOptions {
  /** The `packages` folder of the repository. */
  readonly packagesDir: string
  /** Names of our packages, without the scope; those that they depend on come with them. */
  readonly packages: readonly string[]
  /** Other packages: the name there, and the folder that it is. */
  readonly others: Readonly<Record<string, string>>
  readonly mode: InstallMode
  /** A folder that all of it is in, for paths that are hard to read. @default none */
  readonly below?: string | undefined
}

const installations = new Map<string, string>()

/** A temporary folder with our built packages in its `node_modules`; made once for the same options, removed at the end. */
export function installation(options: InstallationOptions): string {
  const key = JSON.stringify(options)
  const present = installations.get(key)
  if (present !== undefined) return present
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'curfew-inline-')))
  const dir = path.join(root, options.below ?? '')
  installations.set(key, dir)
  atEnd(() => {
    installations.delete(key)
    rmSync(root, { recursive: true, force: true })
  })
  const modules = path.join(dir, 'node_modules')
  mkdirSync(path.join(modules, '@curfew'), { recursive: true })
  for (const name of options.packages) install(modules, path.join(options.packagesDir, name), options.mode)
  for (const [name, source] of Object.entries(options.others)) link(modules, name, source)
  return dir
}

function install(modules: string, source: string, mode: InstallMode): void {
  const manifestFile = path.join(source, 'package.json')
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8')) as Manifest
  const { name, dependencies, optionalDependencies, files = [] } = manifest
  const target = path.join(modules, name)
  if (mode === 'linked') {
    symlinkSync(source, target)
    return
  }
  mkdirSync(target, { recursive: true })
  cpSync(manifestFile, path.join(target, 'package.json'))
  for (const file of files) cpSync(path.join(source, file), path.join(target, file), { recursive: true })
  for (const dependency of Object.keys({ ...dependencies, ...optionalDependencies })) {
    const folder = path.join(source, 'node_modules', dependency)
    // What is optional and of another platform is not there.
    if (dependency in (optionalDependencies ?? {}) && !existsSync(folder)) continue
    // Ours may not be linked: a copy finds its own dependencies beside it.
    if (!dependency.startsWith('@curfew/')) link(modules, dependency, folder)
    else if (!existsSync(path.join(modules, dependency))) install(modules, realpathSync(folder), mode)
  }
}

interface Manifest {
  readonly name: string
  readonly files?: readonly string[]
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

function link(modules: string, name: string, source: string): void {
  const target = path.join(modules, name)
  if (existsSync(target)) return
  mkdirSync(path.dirname(target), { recursive: true })
  symlinkSync(realpathSync(source), target)
}
