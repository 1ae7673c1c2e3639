// Checks the tarball of every public package as it would go to npm: its files, `exports` and types.
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { codeEntries, packAll } from './package/pack.mjs'

const problems = []
const targetDir = mkdtempSync(path.join(tmpdir(), 'curfew-package-'))
try {
  for (const { manifest, tarball } of await packAll(targetDir)) {
    // What CommonJS can load is also found by the resolution of Node 10, which knows no `exports`: ts-jest has it by default.
    const profile = codeEntries(manifest).some(({ isCommonJs }) => isCommonJs) ? 'strict' : 'esm-only'
    await Promise.all([
      check(`${manifest.name}: publint`, ['publint', tarball, '--strict']),
      check(`${manifest.name}: attw`, ['attw', tarball, '--profile', profile, '--no-color']),
    ])
  }
} finally {
  rmSync(targetDir, { recursive: true, force: true })
}
if (problems.length > 0) {
  console.error(problems.join('\n\n'))
  process.exitCode = 1
}

async function check(title, [command, ...args]) {
  try {
    await promisify(execFile)(command, args)
  } catch (error) {
    problems.push(`${title}\n${error.stdout ?? ''}${error.stderr ?? error.message}`)
  }
}
