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
    checks: { legacyCjs: false },
    sourcemap: false,
    tsconfig: path.join(root, 'tsconfig.build.json'),
    logLevel: 'warn',
  }
  const present = (names: readonly string[]) => presentEntries(dir, names)
  const source = path.join(dir, 'src')
  const configs: UserConfig[] = [
    { ...shared, format: 'esm', entry: entryFiles(present([...dual, ...esm, ...programs]), source, '.ts'), dts: false },
    // A default export beside types is `exports.default`, as its declaration says.
    {
      ...shared,
      format: 'cjs',
      cjsDefault: false,
      entry: entryFiles(present([...dual, ...cjs]), source, '.ts'),
      dts: false,
    },
    {
      ...shared,
      // Declarations for CommonJS are made from these by scripts/build.mjs.
      format: 'esm',
      entry: entryFiles(present([...dual, ...esm, ...cjs]), declarationsOf(dir), '.d.ts'),
      dts: { dtsInput: true, emitDtsOnly: true, generator: 'oxc', sourcemap: false },
    },
  ]
  return configs.filter(({ entry }) => Object.keys(entry as object).length > 0)
}

/** Where scripts/build.mjs has the compiler put one declaration file per source file, to be bundled from there. */
function declarationsOf(dir: string): string {
  return path.join(root, '.declarations', path.relative(root, dir), 'src')
}

function entryFiles(names: readonly string[], dir: string, extension: string): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, path.join(dir, `${name}${extension}`)]))
}

/** An entry without a file is left out: publint then fails for `exports` that lead nowhere. */
function presentEntries(dir: string, names: readonly string[]): readonly string[] {
  return names.filter((name) => existsSync(path.join(dir, 'src', `${name}.ts`)))
}
