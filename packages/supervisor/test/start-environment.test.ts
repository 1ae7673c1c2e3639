import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test, vi } from 'vitest'
import { nodeCommand } from '../src/client/node-command.ts'
import { supervisorEnvironment } from '../src/client/supervisor-environment.ts'
import { fixture, openRun, runDirectory, supervisorPid } from './harness/test-run.ts'

// The supervisor runs in the Node that the runner runs in, whatever that needs, and with nothing else of the runner's.

vi.setConfig({ testTimeout: 60_000 })

test('what this Node needs goes along, and nothing else', () => {
  const needed = {
    PATH: '/bin',
    LD_LIBRARY_PATH: '/opt/lib:/lib',
    DYLD_LIBRARY_PATH: '/opt/lib',
    DYLD_FALLBACK_LIBRARY_PATH: '/opt/lib',
    NIX_LD: '/nix/ld.so',
    NIX_LD_LIBRARY_PATH: '/nix/lib',
    ELECTRON_RUN_AS_NODE: '1',
  }
  const others = {
    LD_PRELOAD: '/opt/spy.so',
    DYLD_INSERT_LIBRARIES: '/opt/spy.dylib',
    NODE_OPTIONS: '--import ./of-the-runner.mjs',
    NODE_CHANNEL_FD: '3',
    NODE_V8_COVERAGE: '/coverage',
    DB_PASSWORD: 'secret',
  }
  expect(supervisorEnvironment({ ...needed, ...others })).toEqual({
    ...needed,
    NODE_OPTIONS: undefined,
    NODE_V8_COVERAGE: undefined,
  })
})

test('its libraries are found from another working directory as well', () => {
  expect(supervisorEnvironment({ LD_LIBRARY_PATH: 'lib:/opt/lib:' })).toMatchObject({
    LD_LIBRARY_PATH: `${path.resolve('lib')}:/opt/lib:${process.cwd()}`,
  })
})

test('the shell of macOS takes paths of libraries away, so they are given behind it', () => {
  const env = { DYLD_LIBRARY_PATH: '/opt/my lib', DYLD_INSERT_LIBRARIES: '/opt/spy.dylib' }
  expect(nodeCommand(env, 'darwin')).toEqual(['/usr/bin/env', 'DYLD_LIBRARY_PATH=/opt/my lib', process.execPath])
  expect(nodeCommand({}, 'darwin')).toEqual([process.execPath])
  expect(nodeCommand(env, 'linux')).toEqual([process.execPath])
})

test('a Node that needs LD_LIBRARY_PATH, or to be told that it is one, runs the supervisor, and the next one', async () => {
  const before = process.execPath
  const node = path.join(runDirectory(), 'node')
  // Ends like a program whose libraries are not found.
  writeFileSync(
    node,
    `#!/bin/sh\n[ "$LD_LIBRARY_PATH" = /where/they/are ] && [ "$ELECTRON_RUN_AS_NODE" = 1 ] || exit 127\nexec ${before} "$@"\n`,
  )
  chmodSync(node, 0o755)
  vi.stubEnv('LD_LIBRARY_PATH', '/where/they/are')
  vi.stubEnv('ELECTRON_RUN_AS_NODE', '1')
  process.execPath = node
  onTestFinished(() => {
    process.execPath = before
    vi.unstubAllEnvs()
  })
  const { directory, spawn } = await openRun()
  expect(await (await spawn({ command: 'true' })).exited).toMatchObject({ code: 0 })
  // Its guard starts another one in the same way.
  process.kill(supervisorPid(directory), 'SIGKILL')
  expect(await (await spawn({ command: 'true' })).exited).toMatchObject({ code: 0 })
  expect(supervisorPid(directory, 2)).not.toBe(supervisorPid(directory))
})

/** Like the hook that Yarn writes: the one that knows where packages are, in Node's two ways to load. */
const hook = `
  const Module = require('node:module')
  const { pathToFileURL } = require('node:url')
  const { createRequire } = Module
  process.versions.pnp = '3'
  const store = __dirname + '/the store'
  const places = {
    pnpapi: __filename,
    '@curfew/supervisor': store + '/supervisor/dist/index.js',
    '@curfew/protocol': store + '/protocol/dist/index.js',
    '@curfew/protocol/journal': store + '/protocol/dist/journal.js',
    [KOFFI_NAME]: KOFFI_FILE,
  }
  const resolveFilename = Module._resolveFilename
  Module._resolveFilename = (name, ...rest) => places[name] ?? resolveFilename(name, ...rest)
  Module.registerHooks({
    resolve: (name, context, next) =>
      places[name] === undefined ? next(name, context) : { url: pathToFileURL(places[name]).href, shortCircuit: true },
  })
`

test("under Yarn's Plug'n'Play the supervisor and its thread are found, and services get no option of it", () => {
  const root = path.join(runDirectory(), `with "quotes" and spaces`)
  const packages = fileURLToPath(new URL('../../', import.meta.url))
  for (const name of ['protocol', 'supervisor']) {
    mkdirSync(path.join(root, 'the store', name), { recursive: true })
    copyFileSync(path.join(packages, name, 'package.json'), path.join(root, 'the store', name, 'package.json'))
    cpSync(path.join(packages, name, 'dist'), path.join(root, 'the store', name, 'dist'), { recursive: true })
  }
  const binary = `@koromix/koffi-${process.platform}-${process.arch}`
  const file = createRequire(path.join(packages, 'supervisor', 'package.json')).resolve(binary)
  const withBinary = hook.replace('KOFFI_NAME', JSON.stringify(binary)).replace('KOFFI_FILE', JSON.stringify(file))
  writeFileSync(path.join(root, '.pnp.cjs'), withBinary)
  writeFileSync(path.join(root, 'package.json'), '{}')
  copyFileSync(fixture('pnp-worker.mjs'), path.join(root, 'worker.mjs'))
  const directory = runDirectory()
  const env = { ...process.env, NODE_OPTIONS: '--require "./.pnp.cjs"', NODE_COMPILE_CACHE: undefined }
  const run = (): string =>
    execFileSync(process.execPath, ['worker.mjs', directory], { cwd: root, env, encoding: 'utf8', timeout: 240_000 })
  expect(run()).toBe('options: \n')
  expect(readFileSync(path.join(directory, 'supervisor.log'), 'utf8')).toMatch(/^\S+ containment: \w+\n$/)
})
