import { readFileSync } from 'node:fs'
import path from 'node:path'
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
  ['a command that is not on the PATH', { command: 'no-such-command' }, 'ENOENT', /not on the PATH/],
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
  await handle.kill(2000)
  expect(await handle.exited).toEqual({ code: null, signal: 'SIGKILL' })
})

test('a second living process with the same id is refused', async () => {
  const { spawn } = await openOwner()
  await spawn({ id: 's1-twice', command: 'sleep', args: ['1000'] })
  await expect(spawn({ id: 's1-twice', command: 'true' })).rejects.toThrow(/id of a living one/)
})
