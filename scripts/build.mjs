// Builds all packages, or those named (`pnpm build core supervisor`), then removes what earlier builds left in `dist`.
// tsdown would do so first (`clean`), and take `dist` away from tests that run at the same time. Declarations come from the
// sources, file by file (`isolatedDeclarations`): type errors do not stop a build, `pnpm typecheck` reports them.
import { spawnSync } from 'node:child_process'
import { globSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { repositoryDir } from './toolchain.mjs'

const named = process.argv.slice(2)
const wanted = named.length === 0 ? '*' : `{${named.join(',')},}`
const filter = named.flatMap((name) => ['--filter', `packages/${name}`])
const startedAtMs = Date.now()

const bundler = spawnSync('tsdown', ['--logLevel', 'warn', ...filter], { cwd: repositoryDir, stdio: 'inherit' })
if (bundler.error) throw bundler.error
if (bundler.status !== 0) process.exit(bundler.status ?? 1)
for (const file of globSync(`packages/${wanted}/dist/**/*.*`, { cwd: repositoryDir })) {
  const built = path.join(repositoryDir, file)
  // File systems keep times in coarser steps than the clock.
  if (statSync(built).mtimeMs < startedAtMs - 50) rmSync(built, { force: true })
}
