// Runs what the README shows: its example for Vitest, in an empty project, with the packed packages installed by npm,
// under the oldest and the newest supported Vitest.
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { packAll } from './package/pack.mjs'
import { supportedVitest } from './package/supported-vitest.mjs'
import { repositoryDir } from './toolchain.mjs'

const workDir = mkdtempSync(path.join(tmpdir(), 'curfew-readme-'))
try {
  const packages = await packAll(path.join(workDir, 'tarballs'))
  const files = filesOf(readFileSync(path.join(repositoryDir, 'README.md'), 'utf8'))
  for (const vitest of supportedVitest()) await tryIn(path.join(workDir, `vitest-${vitest}`), files, packages, vitest)
} catch (error) {
  console.error(`${error.message}\n${error.stdout ?? ''}\n${error.stderr ?? ''}`)
  process.exitCode = 1
} finally {
  rmSync(workDir, { recursive: true, force: true })
}

/** The code blocks of the README that name their file in the first line. */
function filesOf(markdown) {
  const blocks = [...markdown.matchAll(/^```(?:ts|js)\n\/\/ (\S+\.[tj]s)\n(.*?)^```$/gms)]
  if (blocks.length < 4)
    throw new Error(`README.md: expected at least 4 code blocks that name a file, found ${blocks.length}`)
  return blocks.map(([, name, code]) => ({ name, code }))
}

async function tryIn(dir, files, packages, vitest) {
  const tarballs = Object.fromEntries(packages.map(({ manifest, tarball }) => [manifest.name, `file:${tarball}`]))
  mkdirSync(dir)
  writeFileSync(
    path.join(dir, 'package.json'),
    JSON.stringify({ private: true, type: 'module', dependencies: { ...tarballs, vitest } }),
  )
  for (const { name, code } of files) {
    mkdirSync(path.dirname(path.join(dir, name)), { recursive: true })
    writeFileSync(path.join(dir, name), code)
  }
  const run = (command, ...args) =>
    promisify(execFile)(command, args, { cwd: dir, env: { ...process.env, CI: 'true', NO_COLOR: '1' } })
  await run('npm', 'install', '--no-audit', '--no-fund', '--prefer-offline')
  const { stdout } = await run('node', 'node_modules/vitest/vitest.mjs', 'run')
  if (!/Tests\s+1 passed \(1\)/.test(stdout))
    throw new Error(`README example under Vitest ${vitest}: expected 1 passed test:\n${stdout}`)
  const left = survivors(dir)
  if (left.length > 0)
    throw new Error(`README example under Vitest ${vitest} left processes behind: ${left.join(', ')}`)
  console.log(`README example, Vitest ${vitest}, installed by npm: 1 passed, nothing left`)
}

/** Processes that have their working directory in the project. */
function survivors(dir) {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readlinkSync(`/proc/${pid}/cwd`).startsWith(dir)
    } catch {
      // It ended meanwhile, or is not ours to look at.
      return false
    }
  })
}
