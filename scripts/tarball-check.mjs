// Installs the packed packages into an empty project and loads every public entry of them: as ESM and as CommonJS in
// Node, and inside the oldest and the newest supported Vitest.
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { codeEntries, packAll } from './package/pack.mjs'
import { supportedVitest } from './package/supported-vitest.mjs'

const workDir = mkdtempSync(path.join(tmpdir(), 'curfew-tarball-'))
try {
  const packages = await packAll(path.join(workDir, 'tarballs'))
  for (const vitest of supportedVitest()) await checkIn(path.join(workDir, `vitest-${vitest}`), packages, vitest)
} catch (error) {
  console.error(`${error.message}\n${error.stdout ?? ''}`)
  process.exitCode = 1
} finally {
  rmSync(workDir, { recursive: true, force: true })
}

async function checkIn(dir, packages, vitest) {
  mkdirSync(dir)
  const tarballs = Object.fromEntries(packages.map(({ manifest, tarball }) => [manifest.name, `file:${tarball}`]))
  const entries = packages.flatMap(({ manifest }) => codeEntries(manifest))
  writeJson('package.json', { private: true, type: 'module', dependencies: { ...tarballs, vitest } })
  // Without the override the packages would ask the registry for each other.
  writeJson('pnpm-workspace.yaml', {
    packages: ['.'],
    overrides: tarballs,
    allowBuilds: { esbuild: false, koffi: false },
  })
  writeFileSync(path.join(dir, 'entries.test.js'), testOf(entries))
  const run = (command, ...args) =>
    promisify(execFile)(command, args, { cwd: dir, env: { ...process.env, CI: 'true' } })
  await run('pnpm', 'install', '--prefer-offline', '--no-frozen-lockfile')
  // Entries that are ESM only belong to Vitest, and are loaded by it alone.
  for (const { specifier } of entries.filter(({ isDual }) => isDual)) {
    await run('node', '--input-type=module', '--eval', `await import('${specifier}')`)
    await run('node', '--input-type=commonjs', '--eval', `require('${specifier}')`)
  }
  await run('node', 'node_modules/vitest/vitest.mjs', 'run')

  function writeJson(name, value) {
    writeFileSync(path.join(dir, name), JSON.stringify(value, undefined, 2))
  }
}

function testOf(entries) {
  const imports = entries.map(({ specifier }, index) => `import * as entry${index} from '${specifier}'`)
  const checks = entries.map(
    ({ specifier }, index) => `test('${specifier}', () => { expect(entry${index}).toBeTypeOf('object') })`,
  )
  return [`import { expect, test } from 'vitest'`, ...imports, ...checks, ''].join('\n')
}
