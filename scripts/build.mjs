// Builds all packages, or those named (`pnpm build core supervisor`): the compiler writes a declaration file per source
// file, tsdown bundles code and declarations. Types are read from the sources of all packages, so their order does not
// matter. Type errors do not stop a build: `pnpm typecheck` reports them.
import { spawnSync } from 'node:child_process'
import { existsSync, globSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { repositoryDir } from './toolchain.mjs'
import { packagesIn } from './workspace.mjs'

const named = process.argv.slice(2)
const wanted = packagesIn('packages').filter(({ name }) => named.length === 0 || named.includes(name))
const declarationsDir = path.join(repositoryDir, '.declarations')
const startedAtMs = Date.now()

const emitDeclarations = '-p tsconfig.src.json --noEmit false --emitDeclarationOnly --pretty false'.split(' ')
const compiler = run('tsc', [...emitDeclarations, '--rootDir', repositoryDir, '--outDir', declarationsDir])
const typeErrors = compiler.stdout.split('\n').filter((line) => line.includes(': error TS'))
if (typeErrors.length > 0) console.warn(`${typeErrors.length} type errors: ./dev pnpm typecheck`)
refuseInlinedPackages()

process.env.BUILD_PACKAGES = wanted.map(({ name }) => `packages/${name}`).join(',')
const bundler = run('tsdown', ['--logLevel', 'warn'], 'inherit')
if (bundler.status !== 0) process.exit(bundler.status ?? 1)
for (const { dir, manifest } of wanted) {
  const dist = path.join(dir, 'dist')
  removeOlderThan(dist, startedAtMs)
  if (JSON.stringify(manifest.exports).includes('"require"')) writeCommonJsDeclarations(dist)
}

/** An inferred type of another package may be written as a relative path, and would then be copied into the bundle. */
function refuseInlinedPackages() {
  const names = packagesIn('packages').map(({ name }) => name)
  const outside = new RegExp(`["'](?:\\.\\./)+(?:${names.join('|')})/src/[^"']*["']`)
  for (const file of globSync('packages/*/src/**/*.d.ts', { cwd: declarationsDir })) {
    const found = outside.exec(readFileSync(path.join(declarationsDir, file), 'utf8'))
    if (found === null) continue
    console.error(`${file.replace(/\.d\.ts$/, '.ts')}: write out the exported type that is inferred from ${found[0]}`)
    process.exit(1)
  }
}

/** The same declarations for both formats; only the imports among them name files of their own format. */
function writeCommonJsDeclarations(dist) {
  for (const file of globSync('*.d.ts', { cwd: dist })) {
    const text = readFileSync(path.join(dist, file), 'utf8')
    const commonJs = text.replaceAll(/(["'])(\.\/[^"']+)\.js\1/g, '$1$2.cjs$1')
    writeFileSync(path.join(dist, file.replace(/\.d\.ts$/, '.d.cts')), commonJs)
  }
}

function run(command, args, output = 'pipe') {
  const result = spawnSync(command, args, {
    cwd: repositoryDir,
    encoding: 'utf8',
    stdio: ['ignore', output, 'inherit'],
  })
  if (result.error) throw result.error
  return result
}

function removeOlderThan(dir, timeMs) {
  if (!existsSync(dir)) return
  for (const entry of readdirSync(dir, { withFileTypes: true, recursive: true })) {
    const file = path.join(entry.parentPath, entry.name)
    // File systems keep times in coarser steps than the clock.
    if (entry.isFile() && statSync(file).mtimeMs < timeMs - 50) rmSync(file, { force: true })
  }
}
