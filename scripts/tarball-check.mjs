// Installs the packed packages into empty projects and loads every public entry of them: in Node, as ESM and as CommonJS,
// and inside the runners: the oldest and the newest supported Vitest, and Jest with test files of both formats.
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { codeEntries, packAll } from './package/pack.mjs'
import { supportedVitest, versionIn } from './package/runners.mjs'

/** Nothing of these packages is for a runner. */
const below = ['protocol', 'supervisor', 'core']
/** Exists only in test files of Jest: it imports `@jest/globals`. */
const forTestFilesOfJest = '@curfew/jest'

const workDir = mkdtempSync(path.join(tmpdir(), 'curfew-tarball-'))
try {
  const packages = await packAll(path.join(workDir, 'tarballs'))
  for (const vitest of supportedVitest()) await checkVitest(vitest, packages)
  await checkJest(packages)
} catch (error) {
  console.error(`${error.message}\n${error.stdout ?? ''}\n${error.stderr ?? ''}`)
  process.exitCode = 1
} finally {
  rmSync(workDir, { recursive: true, force: true })
}

async function checkVitest(version, packages) {
  const project = await install(`vitest-${version}`, packages, 'vitest', { vitest: version })
  // Entries that are ESM only belong to Vitest, and are loaded by it alone.
  await loadInNode(project, ({ isCommonJs }) => isCommonJs)
  project.write('entries.test.js', importing(project.entries, 'vitest'))
  await project.run('node', ['node_modules/vitest/vitest.mjs', 'run'])
}

async function checkJest(packages) {
  const versions = ['jest', 'jest-environment-jsdom', '@jest/globals'].map((name) => [name, versionIn('jest', name)])
  const project = await install('jest', packages, 'jest', Object.fromEntries(versions))
  await loadInNode(project, ({ specifier }) => specifier !== forTestFilesOfJest)
  const inTests = project.entries.filter(
    ({ specifier }) => specifier === forTestFilesOfJest || !specifier.startsWith(`${forTestFilesOfJest}/`),
  )
  project.write('jest.config.json', JSON.stringify({ preset: '@curfew/jest', transform: {} }))
  project.write('entries.test.cjs', requiring(inTests))
  project.write('entries.test.mjs', importing(inTests, '@jest/globals'))
  const jest = ['node_modules/jest/bin/jest.js', '--runTestsByPath']
  await project.run('node', [...jest, 'entries.test.cjs'])
  await project.run('node', ['--experimental-vm-modules', ...jest, 'entries.test.mjs'])
}

/** A project that has the packages of one runner. */
async function install(name, packages, runner, dependencies) {
  const dir = path.join(workDir, name)
  const wanted = packages.filter((each) => [...below, runner].includes(each.name))
  const tarballs = Object.fromEntries(wanted.map(({ manifest, tarball }) => [manifest.name, `file:${tarball}`]))
  const write = (file, text) => writeFileSync(path.join(dir, file), text)
  const run = (command, args) =>
    promisify(execFile)(command, args, { cwd: dir, env: { ...process.env, CI: 'true', NO_COLOR: '1' } })
  mkdirSync(dir)
  write(
    'package.json',
    JSON.stringify({ private: true, type: 'module', dependencies: { ...tarballs, ...dependencies } }),
  )
  // Without the override the packages would ask the registry for each other.
  const unbuilt = { '@parcel/watcher': false, esbuild: false, 'unrs-resolver': false }
  write('pnpm-workspace.yaml', JSON.stringify({ packages: ['.'], overrides: tarballs, allowBuilds: unbuilt }))
  await run('pnpm', ['install', '--prefer-offline', '--no-frozen-lockfile'])
  return { entries: wanted.flatMap(({ manifest }) => codeEntries(manifest)), write, run }
}

async function loadInNode({ entries, run }, isForNode) {
  for (const { specifier } of entries.filter(isForNode)) {
    await run('node', ['--input-type=module', '--eval', `await import('${specifier}')`])
    await run('node', ['--input-type=commonjs', '--eval', `require('${specifier}')`])
  }
}

function importing(entries, runner) {
  const imports = entries.map(({ specifier }, index) => `import * as entry${index} from '${specifier}'`)
  const checks = entries.map(
    ({ specifier }, index) => `test('${specifier}', () => { expect(typeof entry${index}).toBe('object') })`,
  )
  return [`import { expect, test } from '${runner}'`, ...imports, ...checks, ''].join('\n')
}

function requiring(entries) {
  const check = ({ specifier }) =>
    `test('${specifier}', () => { expect(typeof require('${specifier}')).toBe('object') })`
  return [...entries.map(check), ''].join('\n')
}
