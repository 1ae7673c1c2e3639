import { spawn as spawnBare } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, onTestFinished, test, vi } from 'vitest'
import { isLiving } from './harness/living.ts'
import {
  childOf,
  lineOf,
  openOwner,
  openRun,
  ready,
  runDirectory,
  server,
  texts,
  untilGone,
} from './harness/test-run.ts'

// What leaves the direct child behind: first without us, to show that each of these does leak, then with us.
const leaky = [
  ['a child in the same group', ['--plain-child']],
  ['a grandchild in a session of its own', ['--setsid-child']],
  ['a child that is forked on SIGTERM', ['--fork-on-term']],
] as const

test.for(leaky)('without curfew, %s outlives a SIGTERM of its parent', async ([, args]) => {
  const { command, args: all } = server(...args)
  const parent = spawnBare(command, [...all], { stdio: ['ignore', 'pipe', 'inherit'] })
  const left: number[] = []
  onTestFinished(() => {
    parent.kill('SIGKILL')
    for (const pid of left) process.kill(pid, 'SIGKILL')
  })
  await new Promise<void>((resolve) => {
    parent.stdout.on('data', (chunk: Buffer) => {
      const child = /"child":(\d+)/.exec(chunk.toString())
      if (child !== null) left.push(Number(child[1]))
      if (chunk.toString().includes('ready')) parent.kill('SIGTERM')
    })
    parent.once('close', () => resolve())
  })
  expect(left.map(isLiving)).toEqual([true])
})

test.for(leaky)('with curfew, %s is gone with its parent', async ([, args]) => {
  const { spawn } = await openOwner()
  const handle = await spawn(server(...args))
  const child = childOf(handle)
  await ready(handle)
  await handle.terminate('SIGTERM')
  expect(await handle.exited).toEqual({ code: 0, signal: null })
  expect(await handle.gone).toMatchObject({ gone: true, survivors: [] })
  expect(isLiving(await child)).toBe(false)
})

test('a double-forked daemon is gone with its tree', async () => {
  const { spawn } = await openOwner()
  const handle = await spawn({
    command: 'sh',
    args: ['-c', '(setsid sh -c "echo daemon $$; exec sleep 1000" &); exec sleep 1000'],
  })
  await lineOf(handle, /daemon/)
  const pids = await handle.refresh()
  expect(pids).toHaveLength(2)
  expect(pids[0]).toBe(handle.pid)
  expect(await handle.kill(60_000)).toMatchObject({ gone: true })
  expect(pids.filter(isLiving)).toEqual([])
})

test('a daemon with an empty environment is killed when it listens on the port that was chosen for its service', async () => {
  const { spawn, processHost } = await openOwner()
  const lease = await processHost.leasePorts({ id: 's1-daemon', host: '127.0.0.1', names: ['http'], fixed: {} })
  if (!lease.ok) throw new Error('no port')
  const listen = `require("net").createServer().listen(${lease.ports['http']}, "127.0.0.1")`
  const handle = await spawn({
    id: 's1-daemon',
    command: 'sh',
    args: ['-c', `(env -i setsid "$0" -e '${listen}' > /dev/null 2>&1 &); exec sleep 1000`, process.execPath],
  })
  let holder = await handle.portHolder('127.0.0.1', lease.ports['http'] ?? 0)
  while (holder.state === 'none') holder = await handle.portHolder('127.0.0.1', lease.ports['http'] ?? 0)
  const pid = holder.state === 'ours' ? holder.pid : (holder.holder?.pid ?? 0)
  expect(isLiving(pid)).toBe(true)
  expect(await handle.kill(60_000)).toMatchObject({ gone: true })
  expect(isLiving(pid)).toBe(false)
})

test('uncontained, a daemon with an empty environment that left before anybody looked is named, and left alone', async () => {
  vi.stubEnv('CURFEW_CONTAINMENT', 'none')
  const { spawn } = await openRun()
  vi.unstubAllEnvs()
  const directory = runDirectory()
  const handle = await spawn({
    cwd: directory,
    command: 'sh',
    args: [
      '-c',
      `(env -i setsid sh -c 'echo $$ > "$1"; exec sleep 1000' sh "$0" > /dev/null 2>&1 &); sleep 0.2`,
      `${directory}/pid`,
    ],
  })
  const end = await handle.gone
  const [suspect] = end.suspects
  onTestFinished(() => {
    if (suspect !== undefined) process.kill(suspect.pid, 'SIGKILL')
  })
  expect(end).toMatchObject({ gone: true, suspects: [{ command: 'sleep 1000', cwd: directory }] })
  expect(isLiving(suspect?.pid ?? 0)).toBe(true)
})

test('an unexpected exit is told at once, and what is left of the tree is killed', async () => {
  const { spawn } = await openOwner()
  const handle = await spawn({ command: 'sh', args: ['-c', 'setsid sleep 1000 & echo left $!; exit 7'] })
  const left = Number((await lineOf(handle, /left (\d+)/))[1])
  expect(await handle.exited).toEqual({ code: 7, signal: null })
  expect(await handle.gone).toMatchObject({ gone: true })
  expect(isLiving(left)).toBe(false)
})

test('who ignores SIGTERM goes on until it is killed', async () => {
  const { spawn } = await openOwner()
  const handle = await spawn(server('--ignore'))
  const { pid } = await ready(handle)
  await handle.terminate('SIGTERM')
  await lineOf(handle, /signal 1/)
  expect(isLiving(pid)).toBe(true)
  expect(await handle.kill(60_000)).toMatchObject({ gone: true, survivors: [] })
  expect(await handle.exited).toEqual({ code: null, signal: 'SIGKILL' })
  expect(isLiving(pid)).toBe(false)
})

test('a paused process takes the graceful signal', async () => {
  const { spawn } = await openOwner()
  const handle = await spawn(server())
  await ready(handle)
  await handle.signal('SIGSTOP')
  await handle.terminate('SIGTERM')
  expect(await handle.exited).toEqual({ code: 0, signal: null })
})

test('an exit and a kill at the same time end the tree once', async () => {
  const { spawn } = await openOwner()
  const handle = await spawn(server('--plain-child'))
  const child = await childOf(handle)
  await ready(handle)
  process.kill(handle.pid, 'SIGKILL')
  const [first, second] = await Promise.all([handle.kill(60_000), handle.kill(60_000)])
  expect(first).toEqual(second)
  expect(isLiving(child)).toBe(false)
})

test('a tree whose rest is killed while its main process is dead already ends once', async () => {
  const { spawn, journal } = await openOwner()
  const deaf = `sh -c 'trap "echo heard" TERM; echo up; while :; do sleep 0.02; done'`
  const endOne = async (id: string): Promise<void> => {
    const handle = await spawn({ id, command: 'sh', args: ['-c', `${deaf}; true`] })
    await lineOf(handle, /up/)
    await handle.terminate('SIGTERM')
    await handle.exited
    await lineOf(handle, /heard/)
    // Who waits for the rest looks every 20 ms by now, most often after all is over.
    await delay(100)
    expect(await handle.kill(60_000)).toMatchObject({ gone: true })
    await delay(60)
  }
  const ids = ['deaf-1', 'deaf-2', 'deaf-3', 'deaf-4', 'deaf-5', 'deaf-6']
  await Promise.all(ids.map(endOne))
  const gone = journal().flatMap(({ event, id }) => (event === 'gone' ? [String(id)] : []))
  expect(gone.toSorted((a, b) => a.localeCompare(b))).toEqual(ids)
})

test('a shell with a trap gets the signal, and so does the command that it waits for', async () => {
  const { spawn } = await openOwner()
  const line = commandLine()
    .map((word) => JSON.stringify(word))
    .join(' ')
  const handle = await spawn({ command: 'sh', args: ['-c', `trap 'echo trapped; exit 3' TERM; ${line}; echo never`] })
  await ready(handle)
  await handle.terminate('SIGTERM')
  expect(await handle.exited).toEqual({ code: 3, signal: null })
  expect(texts(await handle.lastLines(50)).slice(1)).toEqual(['signal 1', 'ended', 'trapped'])
})

test('what a shell runs in the background gets the signal from its trap alone', async () => {
  const { spawn } = await openOwner()
  const line = commandLine()
    .map((word) => JSON.stringify(word))
    .join(' ')
  const handle = await spawn({
    command: 'sh',
    args: ['-c', `trap 'kill $pid; wait $pid; echo trapped; exit 3' TERM; ${line} & pid=$!; wait $pid`],
  })
  await ready(handle)
  await handle.terminate('SIGTERM')
  expect(await handle.exited).toEqual({ code: 3, signal: null })
  expect(texts(await handle.lastLines(50)).slice(1)).toEqual(['signal 1', 'ended', 'trapped'])
})

// The server behind a wrapper takes a moment to end: it must get the signal, once, and the moment.
test.for([
  [
    'sh -c with a second command',
    () => ({ command: 'sh', args: ['-c', '"$@" && echo never', 'sh', ...commandLine()] }),
  ],
  ['sh -c with a list', () => ({ command: 'sh', args: ['-c', '"$@"; echo never', 'sh', ...commandLine()] })],
  ['npm run', () => ({ command: 'npm', args: ['run', 'serve'] })],
  ['npm run of a shell list', () => ({ command: 'npm', args: ['run', 'serve-list'] })],
] as const)('the server behind %s is stopped gracefully', async ([, wrapped]) => {
  const { spawn, directory } = await openOwner()
  const line = commandLine()
    .map((word) => JSON.stringify(word))
    .join(' ')
  writeFileSync(
    path.join(directory, 'package.json'),
    JSON.stringify({ scripts: { serve: line, 'serve-list': `true && ${line} && echo never` } }),
  )
  const handle = await spawn({
    ...wrapped(),
    env: { PATH: process.env['PATH'] ?? '', HOME: directory, npm_config_update_notifier: 'false' },
  })
  const { pid } = await ready(handle)
  expect(pid).not.toBe(handle.pid)
  await handle.terminate('SIGTERM')
  expect(await handle.gone).toMatchObject({ gone: true, survivors: [] })
  expect(isLiving(pid)).toBe(false)
  const lines = texts(await handle.lastLines(50))
  expect(lines.filter((text) => /^(signal|ended|never)/.test(text))).toEqual(['signal 1', 'ended'])
})

test('a process that was given a reused pid is not signalled', async () => {
  const { spawn } = await openOwner()
  const handle = await spawn({ command: 'true' })
  await handle.gone
  const stranger = spawnBare('sleep', ['1000'], { stdio: 'ignore' })
  onTestFinished(() => {
    stranger.kill('SIGKILL')
  })
  // Everything that a late caller can still ask of a process that is gone.
  await handle.terminate('SIGTERM')
  await handle.signal('SIGKILL')
  expect(await handle.kill(60_000)).toMatchObject({ gone: true })
  expect(await handle.refresh()).toEqual([])
  expect(isLiving(stranger.pid ?? 0)).toBe(true)
})

test('services of one run are not of one tree', async () => {
  const { spawn } = await openOwner()
  const [one, other] = await Promise.all([spawn(server('--setsid-child')), spawn(server('--setsid-child'))])
  const [child, otherChild] = await Promise.all([childOf(one), childOf(other)])
  await one.kill(60_000)
  await untilGone(child)
  expect([other.pid, otherChild].map(isLiving)).toEqual([true, true])
})

function commandLine(): readonly string[] {
  const { command, args } = server('--exit-delay', '150', '--say-end')
  return [command, ...args]
}
