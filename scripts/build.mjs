// Builds all packages. `dist` is pruned afterwards rather than cleaned before: tests of another terminal keep running.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { repositoryDir } from './toolchain.mjs'
import { packagesIn } from './workspace.mjs'

const startedAtMs = Date.now()
const { status, error } = spawnSync('tsdown', ['--logLevel', 'warn'], { cwd: repositoryDir, stdio: 'inherit' })
if (error) throw error
if (status !== 0) process.exit(status ?? 1)
for (const { dir } of packagesIn('packages')) removeOlderThan(path.join(dir, 'dist'), startedAtMs)

function removeOlderThan(dir, timeMs) {
  if (!existsSync(dir)) return
  for (const entry of readdirSync(dir, { withFileTypes: true, recursive: true })) {
    const file = path.join(entry.parentPath, entry.name)
    // File systems keep times in coarser steps than the clock.
    if (entry.isFile() && statSync(file).mtimeMs < timeMs - 50) rmSync(file, { force: true })
  }
}
