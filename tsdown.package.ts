import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { UserConfig } from 'tsdown'

const root = fileURLToPath(new URL('.', import.meta.url))

export interface PackageEntries {
  /** `import.meta.dirname` of the package. */
  readonly dir: string
  /** Public entries, built as ESM and as CommonJS: names of files in `src`, without extension. */
  readonly dual?: readonly string[]
  /** Public entries that are ESM only. */
  readonly esm?: readonly string[]
  /** Public entries that are CommonJS only. */
  readonly cjs?: readonly string[]
  /** Files that are loaded by their path (a process, a thread): ESM, without types. */
  readonly programs?: readonly string[]
}

/** The build of one package: every entry is a file of `src`, and lands under the same name in `dist`. */
export function definePackage({ dir, dual = [], esm = [], cjs = [], programs = [] }: PackageEntries): UserConfig[] {
  const shared: UserConfig = {
    cwd: dir,
    platform: 'node',
    target: 'node22.12',
    fixedExtension: false,
    // A clean build would take `dist` away from tests that run at the same time; scripts/build.mjs prunes instead.
    clean: false,
    checks: { legacyCjs: false, pluginTimings: false, bundlerTimings: false },
    sourcemap: false,
    tsconfig: path.join(root, 'tsconfig.build.json'),
    logLevel: 'warn',
  }
  const entries = (...names: readonly string[]) => entryFiles(dir, names)
  const typed = (...names: readonly string[]) => ({
    cwd: dir,
    generator: 'oxc' as const,
    sourcemap: false,
    entry: names.map((name) => `src/${name}.ts`),
  })
  const configs: UserConfig[] = [
    { ...shared, format: 'esm', entry: entries(...dual, ...esm, ...programs), dts: typed(...dual, ...esm) },
    // A default export beside types is `exports.default`, as its declaration says.
    { ...shared, format: 'cjs', cjsDefault: false, entry: entries(...dual, ...cjs), dts: typed(...dual, ...cjs) },
  ]
  return configs.filter(({ entry }) => Object.keys(entry as object).length > 0)
}

/** An entry without a file is left out: publint then fails for `exports` that lead nowhere. */
function entryFiles(dir: string, names: readonly string[]): Record<string, string> {
  const files = names.map((name) => [name, path.join(dir, 'src', `${name}.ts`)] as const)
  return Object.fromEntries(files.filter(([, file]) => existsSync(file)))
}
