// Runs what the README shows: its examples, in empty projects, with the packed packages and what its install lines name
// installed by npm: under the oldest and the newest supported Vitest, and under the oldest and the newest supported Jest, there
// as CommonJS and as ESM.
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { packAll } from './package/pack.mjs'
import { supportedJest, supportedVitest, versionIn } from './package/runners.mjs'
import { repositoryDir } from './toolchain.mjs'

const runners = {
  Vitest: {
    versions: supportedVitest().map((vitest) => ({ vitest })),
    ways: { ESM: { type: 'module' } },
    command: ['node_modules/vitest/vitest.mjs', 'run'],
    passed: /Tests\s+1 passed \(1\)/,
  },
  Jest: {
    versions: supportedJest().map((jest) => ({ jest, '@jest/globals': jest })),
    ways: {
      CommonJS: { type: 'commonjs' },
      ESM: { type: 'module', options: '--experimental-vm-modules' },
    },
    command: ['node_modules/jest/bin/jest.js'],
    passed: /Tests:\s+1 passed, 1 total/,
  },
}

const workDir = mkdtempSync(path.join(tmpdir(), 'curfew-readme-'))
try {
  const packages = await packAll(path.join(workDir, 'tarballs'))
  const examples = examplesOf(readFileSync(path.join(repositoryDir, 'README.md'), 'utf8'), Object.keys(runners))
  for (const [name, runner] of Object.entries(runners)) {
    for (const versions of runner.versions) {
      const title = `${name} ${versions[name.toLowerCase()]}`
      await tryIn(path.join(workDir, title.replace(' ', '-')), packages, {
        name,
        title,
        ...runner,
        ...examples[name],
        versions,
      })
    }
  }
} catch (error) {
  console.error(`${error.message}\n${error.stdout ?? ''}\n${error.stderr ?? ''}`)
  process.exitCode = 1
} finally {
  rmSync(workDir, { recursive: true, force: true })
}

/** For each runner what its section has: files (code blocks that name one in the first line) and the packages to install. */
function examplesOf(markdown, names) {
  const [, example = ''] = /^## The smallest example\n(.*?)^## /ms.exec(markdown) ?? []
  const [shared = '', ...sections] = example.split(/^### /m)
  return Object.fromEntries(
    names.map((name) => {
      const section = sections.find((one) => one.startsWith(`${name}\n`)) ?? ''
      const files = [...filesOf(shared), ...filesOf(section)]
      const [, installed = ''] = /^npm install --save-dev (.*)$/m.exec(section) ?? []
      if (files.length !== 4 || installed === '') {
        throw new Error(`README.md: expected 4 files and an install line for ${name}, found ${files.length} files`)
      }
      return [name, { files, installed: installed.split(' ') }]
    }),
  )
}

function filesOf(markdown) {
  const blocks = markdown.matchAll(/^```(?:ts|js)\n\/\/ (\S+\.m?[tj]s)\n(.*?)^```$/gms)
  return [...blocks].map(([, name, code]) => ({ name, code }))
}

async function tryIn(dir, packages, { name, title, files, installed, versions, ways, command, passed }) {
  const tarballs = Object.fromEntries(packages.map(({ manifest, tarball }) => [manifest.name, `file:${tarball}`]))
  const versionOf = (each) => tarballs[each] ?? versions[each] ?? versionIn(name.toLowerCase(), each)
  // Ours bring these along; before they are published, npm has to be told where they are.
  const below = ['@curfew/supervisor', '@curfew/protocol']
  const dependencies = Object.fromEntries([...installed, ...below].map((each) => [each, versionOf(each)]))
  const manifest = (type) =>
    writeFileSync(path.join(dir, 'package.json'), JSON.stringify({ private: true, type, dependencies }))
  const run = (program, args, env = {}) =>
    promisify(execFile)(program, args, { cwd: dir, env: { ...process.env, CI: 'true', NO_COLOR: '1', ...env } })
  mkdirSync(dir)
  for (const file of files) {
    mkdirSync(path.dirname(path.join(dir, file.name)), { recursive: true })
    writeFileSync(path.join(dir, file.name), file.code)
  }
  manifest('module')
  await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline'])
  for (const [way, { type, options = '' }] of Object.entries(ways)) {
    const what = `README example, ${title}, ${way}`
    manifest(type)
    const { stdout, stderr } = await run('node', command, { NODE_OPTIONS: options })
    const output = `${stdout}\n${stderr}`
    if (!passed.test(output)) throw new Error(`${what}: expected 1 passed test:\n${output}`)
    if (/did not exit|failed to exit/.test(output)) throw new Error(`${what}: something was left open:\n${output}`)
    const left = survivors(dir)
    if (left.length > 0) throw new Error(`${what}: processes are left behind: ${left.join(', ')}`)
    console.log(`${what}, installed by npm: 1 passed, nothing left`)
  }
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
