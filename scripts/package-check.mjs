// Packs every public package as it would go to npm, and checks the tarball: its files, `exports` and types.
import { execFile } from 'node:child_process'
import { globSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { publicPackages } from './workspace.mjs'

const run = promisify(execFile)

const problems = []
const tarballDir = mkdtempSync(path.join(tmpdir(), 'curfew-pack-'))
try {
  for (const { dir, manifest } of publicPackages()) {
    const out = path.join(tarballDir, path.basename(dir))
    await run('pnpm', ['pack', '--pack-destination', out], { cwd: dir })
    const [tarball] = globSync('*.tgz', { cwd: out }).map((name) => path.join(out, name))
    const isDual = JSON.stringify(manifest.exports).includes('"require"')
    await Promise.all([
      check(`${manifest.name}: publint`, ['publint', tarball, '--strict']),
      // `node16` leaves out the resolution of Node 10, which knows no `exports`.
      check(`${manifest.name}: attw`, ['attw', tarball, '--profile', isDual ? 'node16' : 'esm-only', '--no-color']),
    ])
  }
} finally {
  rmSync(tarballDir, { recursive: true, force: true })
}
if (problems.length > 0) {
  console.error(problems.join('\n\n'))
  process.exitCode = 1
}

async function check(title, [command, ...args]) {
  try {
    await run(command, args)
  } catch (error) {
    problems.push(`${title}\n${error.stdout ?? ''}${error.stderr ?? error.message}`)
  }
}
