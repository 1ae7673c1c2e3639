import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { ProcessSpawnOrder } from '@curfew/protocol'
import { expect, test } from 'vitest'
import { lineOf, openOwner, texts } from './harness/test-run.ts'

test('a process runs with the environment, folder and umask of its order, and nothing else', async () => {
  const { spawn, directory, run } = await openOwner()
  const handle = await spawn({
    id: 's1-env',
    command: 'sh',
    args: ['-c', 'env | sort; pwd; umask'],
    env: { PATH: process.env['PATH'] ?? '', GREETING: 'hello world' },
    umask: 0o027,
  })
  expect(await handle.exited).toEqual({ code: 0, signal: null })
  await handle.gone
  const lines = texts(await handle.lastLines(100)).filter((line) => !/^(PATH|PWD|OLDPWD|SHLVL|_)=/.test(line))
  expect(lines).toEqual([`CURFEW_RUN=${run}`, 'CURFEW_SERVICE=s1-env', 'GREETING=hello world', directory, '0027'])
})

test('exit code and signal are told', async () => {
  const { spawn } = await openOwner()
  const [byCode, bySignal] = await Promise.all([
    spawn({ command: 'sh', args: ['-c', 'exit 3'] }),
    spawn({ command: 'sh', args: ['-c', 'kill -SEGV $$'] }),
  ])
  expect(await byCode.exited).toEqual({ code: 3, signal: null })
  expect(await bySignal.exited).toEqual({ code: null, signal: 'SIGSEGV' })
  expect(await byCode.gone).toMatchObject({ gone: true, survivors: [] })
})

test('a SIGKILL from outside is said to be none of ours', async () => {
  const { spawn } = await openOwner()
  const handle = await spawn({ command: 'sleep', args: ['1000'] })
  process.kill(handle.pid, 'SIGKILL')
  expect(await handle.exited).toMatchObject({ signal: 'SIGKILL', hint: expect.stringContaining('outside') })
})

test.for([
  [
    'a command that is not on the PATH',
    { command: 'no-such-command' },
    'ENOENT',
    /neither on the PATH of its environment nor in a node_modules/,
  ],
  [
    'a command with its arguments in it',
    { command: 'node app.js' },
    'ENOENT',
    /has spaces in it: arguments go into args, as in command: 'node', args: \['app\.js'\]; or say shell: true/,
  ],
  ['the same with a path', { command: 'node src/app.js --x' }, 'ENOENT', /args: \['src\/app\.js', '--x'\]/],
  ['a file that does not exist', { command: '/no/such/file' }, 'ENOENT', /\/no\/such\/file does not exist/],
  ['a folder that does not exist', { command: 'true', cwd: '/no/such/folder' }, 'ENOENT', /working directory does not/],
  ['a file that is not executable', { command: '/etc/passwd' }, 'EACCES', /may not be executed/],
] as const)('%s is refused with the code of the system', async ([, changes, errno, message]) => {
  const { spawn, journal } = await openOwner()
  const refused = spawn(changes)
  await expect(refused).rejects.toMatchObject({ code: 'CURFEW_SPAWN', errno, command: changes.command })
  await expect(refused).rejects.toThrow(message)
  expect(journal().map(({ event }) => event)).toEqual(['journal', 'spawn-intent', 'spawn-failed'])
})

test.runIf(process.getuid?.() === 0)('a process runs as another user', async () => {
  const { spawn } = await openOwner()
  const handle = await spawn({ command: 'id', args: ['-u'], cwd: '/', uid: 65_534, gid: 65_534 })
  await handle.gone
  expect(texts(await handle.lastLines(1))).toEqual(['65534'])
})

test('a program that only node_modules/.bin has is found there, from the folder of the process upwards', async () => {
  const { spawn, directory } = await openOwner()
  const bin = path.join(directory, 'node_modules', '.bin')
  const below = path.join(directory, 'packages', 'api')
  mkdirSync(bin, { recursive: true })
  mkdirSync(below, { recursive: true })
  writeFileSync(path.join(bin, 'serve-it'), '#!/bin/sh\necho local "$@" in $PWD')
  // What is on the PATH is never hidden by it.
  writeFileSync(path.join(bin, 'echo'), '#!/bin/sh\nexit 7')
  for (const name of ['serve-it', 'echo']) chmodSync(path.join(bin, name), 0o755)
  const env = { PATH: process.env['PATH'] ?? '' }
  const run = async (
    order: Pick<ProcessSpawnOrder, 'command'> & { args?: string[]; shell?: boolean },
  ): Promise<readonly string[]> => {
    const handle = await spawn({ cwd: below, env, ...order })
    await handle.gone
    return texts(await handle.lastLines(5))
  }
  expect(await run({ command: 'serve-it', args: ['--now'] })).toEqual([`local --now in ${below}`])
  expect(await run({ command: 'serve-it --now', shell: true })).toEqual([`local --now in ${below}`])
  expect(await run({ command: 'echo', args: ['of the PATH'] })).toEqual(['of the PATH'])
  expect(await run({ command: 'env', args: ['printenv', 'PATH'] })).toEqual([env.PATH])
})

test('a shell is only used when asked for', async () => {
  const { spawn } = await openOwner()
  const handle = await spawn({ command: 'echo one && echo two', shell: true })
  await handle.gone
  expect(texts(await handle.lastLines(5))).toEqual(['one', 'two'])
})

test('output goes to files, also while nobody reads it', async () => {
  const { processHost, order } = await openOwner()
  const given = order({ command: 'sh', args: ['-c', 'echo out; echo err >&2'] })
  const handle = await processHost.spawn(given)
  await handle.gone
  // `gone` does not wait for output: this does.
  await processHost.close()
  const { directory } = given.log
  expect(readFileSync(path.join(directory, 'stdout.log'), 'utf8')).toBe('out\n')
  expect(readFileSync(path.join(directory, 'stderr.log'), 'utf8')).toBe('err\n')
})

test('a signal goes to the main process alone', async () => {
  const { spawn } = await openOwner()
  const handle = await spawn({
    command: 'sh',
    args: ['-c', 'trap "echo reloaded" HUP; echo up; while :; do sleep 0.02; done'],
  })
  await lineOf(handle, /up/)
  await handle.signal('SIGHUP')
  await lineOf(handle, /reloaded/)
  await handle.kill(60_000)
  expect(await handle.exited).toEqual({ code: null, signal: 'SIGKILL' })
})

test('a second living process with the same id is refused', async () => {
  const { spawn } = await openOwner()
  await spawn({ id: 's1-twice', command: 'sleep', args: ['1000'] })
  await expect(spawn({ id: 's1-twice', command: 'true' })).rejects.toThrow(/id of a living one/)
})
