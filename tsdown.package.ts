import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'tsdown'

const buildTsconfig = fileURLToPath(new URL('tsconfig.build.json', import.meta.url))

export interface PackageEntries {
  /** `import.meta.dirname` of the package. */
  readonly dir: string
  /** Names of files in `src`, without extension, that are built as ESM and as CommonJS. */
  readonly dual?: readonly string[]
  /** The same, built as ESM only. */
  readonly esm?: readonly string[]
}

/** The build of one package: every entry is a file of `src`, and lands under the same name in `dist`. */
export function definePackage({ dir, dual = [], esm = [] }: PackageEntries): ReturnType<typeof defineConfig> {
  const groups = [
    { names: dual, format: ['esm', 'cjs'] as const },
    { names: esm, format: ['esm'] as const },
  ]
  return defineConfig(
    groups
      .filter(({ names }) => names.length > 0)
      .map(({ names, format }) => ({
        cwd: dir,
        entry: Object.fromEntries(presentEntries(dir, names).map((name) => [name, `src/${name}.ts`])),
        format: [...format],
        platform: 'node' as const,
        target: 'node22.12',
        fixedExtension: false,
        // A clean build would take `dist` away from tests that run at the same time; scripts/build.mjs prunes instead.
        clean: false,
        dts: { sourcemap: false },
        sourcemap: false,
        checks: { legacyCjs: false },
        tsconfig: buildTsconfig,
        logLevel: 'warn' as const,
      })),
  )
}

/** An entry without a file is named and left out: publint then fails for the `exports` that lead nowhere. */
function presentEntries(dir: string, names: readonly string[]): readonly string[] {
  const missing = names.filter((name) => !existsSync(path.join(dir, 'src', `${name}.ts`)))
  for (const name of missing) console.warn(`${path.basename(dir)}: src/${name}.ts does not exist, entry left out`)
  return names.filter((name) => !missing.includes(name))
}
