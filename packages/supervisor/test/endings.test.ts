import { spawn as spawnBare } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import path from 'node:path'
import type { ProcessHandle, ProcessSpawnOrder } from '@curfew/protocol'
import { expect, onTestFinished, test, vi } from 'vitest'
import { isLiving } from './harness/living.ts'
import { fixture, lineOf, openOwner, openRun, ready, supervisorPid, texts, untilGone } from './harness/test-run.ts'

vi.setConfig({ testTimeout: 60_000 })

/** No limit but that of the test: a machine that is busy ends nothing too early. */
const patient = { stop: { signal: 'SIGTERM', stopTimeoutMs: null, killTimeoutMs: 20_000 } } as const

/** A server that takes its time to end. */
const slow: readonly string[] = [process.execPath, fixture('server.mjs'), '--exit-delay', '150', '--say-end']

function within(stopTimeoutMs: number | null): Pick<ProcessSpawnOrder, 'stop'> {
  return { stop: { ...patient.stop, stopTimeoutMs } }
}

function isSleeping(pid: number): boolean {
  return /\) S /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'))
}

async function saidOnEnd(handle: ProcessHandle): Promise<readonly string[]> {
  return texts(await handle.lastLines(50)).filter((text) => /^(signal|ended)/.test(text))
}

// None of these waits for what it started, each in its own way.
const launchers = [
  ['perl, which has no handler', 'perl', ['-e', 'system { $ARGV[0] } @ARGV', ...slow]],
  ['setsid -w', 'setsid', ['-w', ...slow]],
  ['xargs', 'xargs', ['-a', '/dev/null', ...slow]],
  [
    'a parent that passes the signal on and exits',
    process.execPath,
    [
      '-e',
      `const child = require("child_process").spawn(process.argv[1], process.argv.slice(2), { stdio: "inherit" })
      process.on("SIGTERM", () => { child.kill("SIGTERM"); process.exit(0) })`,
      ...slow,
    ],
  ],
  [
    'a parent that kills everything below it, one by one, and exits',
    process.execPath,
    [
      '-e',
      `const { spawn, execFileSync } = require("child_process")
      spawn("sh", ["-c", '"$@"; true', "sh", ...process.argv.slice(1)], { stdio: "inherit" })
      const below = (pid) => require("fs").readFileSync("/proc/" + pid + "/task/" + pid + "/children", "utf8").split(" ").filter(Boolean).flatMap((child) => [child, ...below(child)])
      process.on("SIGTERM", () => { for (const pid of below(process.pid)) process.kill(Number(pid), "SIGTERM"); process.exit(0) })`,
      ...slow,
    ],
  ],
] as const

test.for(launchers)('the server behind %s gets the signal once, and its time', async ([, command, args]) => {
  const { spawn } = await openOwner()
  const handle = await spawn({ command, args, ...patient })
  const { pid } = await ready(handle)
  expect(pid).not.toBe(handle.pid)
  await handle.terminate('SIGTERM')
  expect(await handle.gone).toMatchObject({ gone: true, killed: [], leftBehind: [] })
  expect(await saidOnEnd(handle)).toEqual(['signal 1', 'ended'])
})

test('a server behind a launcher that ignores the signal is killed at the end of the limit, and named', async () => {
  const { spawn, journal } = await openOwner()
  const deaf = [process.execPath, fixture('server.mjs'), '--ignore']
  const handle = await spawn({ command: 'perl', args: ['-e', 'system { $ARGV[0] } @ARGV', ...deaf], ...within(500) })
  const { pid } = await ready(handle)
  await handle.terminate('SIGTERM')
  await handle.exited
  const killed = [{ pid, command: deaf.join(' '), cwd: expect.any(String), asked: true }]
  expect(await handle.gone).toEqual({ gone: true, survivors: [], suspects: [], killed, leftBehind: [] })
  expect(journal().filter(({ event }) => event === 'killed')).toMatchObject([{ id: handle.id, processes: killed }])
})

test('what never got the signal and ignores it is killed and named, without waiting for the limit', async () => {
  const { spawn } = await openOwner()
  const deaf = `$SIG{TERM} = 'IGNORE'; $| = 1; print "$$\\n"; sleep 1000 while 1`
  const parent = 'require("child_process").spawn("perl", ["-e", process.argv[1]], { stdio: "inherit" })'
  const handle = await spawn({ command: process.execPath, args: ['-e', parent, deaf], ...patient })
  const child = Number((await lineOf(handle, /^\d+$/))[0])
  await handle.terminate('SIGTERM')
  expect(await handle.gone).toMatchObject({ gone: true, killed: [{ pid: child, asked: false }] })
  expect(isLiving(child)).toBe(false)
})

test.for([
  [
    'Node, whose own handler tells nobody',
    process.execPath,
    'require("child_process").spawn(process.argv[1], process.argv.slice(2), { stdio: "inherit" })',
  ],
  [
    'Node and a shell',
    process.execPath,
    `require("child_process").spawn("sh", ["-c", '"$@"; true', "sh", ...process.argv.slice(1)], { stdio: "inherit" })`,
  ],
  [
    'a handler that exits',
    'perl',
    '$SIG{TERM} = sub { exit 0 }; if (my $pid = fork) { sleep 1000 while 1 } exec { $ARGV[0] } @ARGV',
  ],
] as const)(
  'a server that sleeps behind %s is told once its launcher is gone, and has its time',
  async ([, command, launch]) => {
    const { spawn } = await openOwner()
    const idle = `$SIG{TERM} = sub { print "signal\\n"; select undef, undef, undef, 0.3; print "ended\\n"; exit 0 }; $| = 1; print "up\\n"; sleep 1000 while 1`
    const handle = await spawn({ command, args: ['-e', launch, 'perl', '-e', idle], ...patient })
    await lineOf(handle, /^up$/)
    await vi.waitUntil(async () => (await handle.refresh()).every(isSleeping), { timeout: 240_000 })
    await handle.terminate('SIGTERM')
    expect(await handle.gone).toMatchObject({ gone: true, killed: [] })
    expect(texts(await handle.lastLines(5))).toEqual(['up', 'signal', 'ended'])
  },
)

// Its switches prove nothing: it runs all the time.
test.for([
  ['node --run, which dies of it', within(null), 'node --run serve'],
  ['Node whose handler only exits', within(20_000), 'node -e "$EXITING" serve'],
  ['bash whose handler only exits', within(20_000), `bash -c 'trap "exit 0" TERM; "$0" $1 & wait' $SERVE`],
] as const)('a busy server behind %s is told once before it is killed', async ([, limit, launch]) => {
  const { spawn, directory } = await openOwner()
  const busy = `setInterval(() => {}, 5); let n = 0; process.on("SIGTERM", () => {
    console.log("signal " + ++n); setTimeout(() => { console.log("ended"); process.exit(0) }, 150) }); setTimeout(() => console.log("up"), 20)`
  writeFileSync(path.join(directory, 'busy.cjs'), busy)
  writeFileSync(path.join(directory, 'package.json'), JSON.stringify({ scripts: { serve: 'node busy.cjs' } }))
  const exiting = `require("child_process").spawn(process.execPath, ["busy.cjs"], { stdio: "inherit" }); process.on("SIGTERM", () => process.exit(0))`
  const handle = await spawn({
    command: 'sh',
    args: ['-c', `exec ${launch}`],
    env: {
      PATH: `${path.dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
      EXITING: exiting,
      SERVE: 'node busy.cjs',
    },
    ...limit,
  })
  await lineOf(handle, /^up$/)
  await handle.terminate('SIGTERM')
  expect(await handle.gone).toMatchObject({ gone: true, killed: [] })
  expect(await saidOnEnd(handle)).toEqual(['signal 1', 'ended'])
})

test('who dies of the signal cannot have told what it runs, so that is told by us', async () => {
  const { spawn } = await openOwner()
  // The parent passes the signal on to a shell that dies of it, as a package manager does; it is no known one.
  const parent = `const child = require("child_process").spawn("sh", ["-c", '"$@"; true', "sh", ...process.argv.slice(1)], { stdio: "inherit" })
    process.on("SIGTERM", () => child.kill("SIGTERM"))
    child.on("exit", () => process.exit(0))`
  const idle = `$SIG{TERM} = sub { print "signal\\n"; exit 0 }; $| = 1; print "up\\n"; sleep 1000 while 1`
  const handle = await spawn({ command: process.execPath, args: ['-e', parent, 'perl', '-e', idle], ...patient })
  await lineOf(handle, /^up$/)
  // While it sleeps it is proved that it was not told.
  await vi.waitUntil(async () => (await handle.refresh()).every(isSleeping), { timeout: 240_000 })
  await handle.terminate('SIGTERM')
  expect(await handle.gone).toMatchObject({ gone: true, killed: [] })
  expect(texts(await handle.lastLines(5))).toEqual(['up', 'signal'])
})

test('a clean-up that a process becomes on the signal runs to its end', async () => {
  const { spawn, directory } = await openOwner()
  const script = path.join(directory, 'clean-up.sh')
  writeFileSync(script, 'echo clean-up begins; sleep 0.3; echo clean-up ends')
  const become = `trap 'exec sh ${script}' TERM; echo up; while :; do sleep 0.02; done`
  const direct = await spawn({ command: 'sh', args: ['-c', become], ...patient })
  const behind = await spawn({ command: 'sh', args: ['-c', '"$@"; true', 'sh', 'sh', '-c', become], ...patient })
  for (const handle of [direct, behind]) {
    await lineOf(handle, /^up$/)
    await handle.terminate('SIGTERM')
    expect(await handle.gone).toMatchObject({ gone: true, killed: [] })
    const said = texts(await handle.lastLines(5)).filter((text) => text.startsWith('clean-up'))
    expect(said).toEqual(['clean-up begins', 'clean-up ends'])
  }
})

test('without a limit a tree has all the time; with the limit 0 it has none', async () => {
  const { spawn, directory } = await openOwner()
  const go = path.join(directory, 'go')
  const waits = `trap 'while ! [ -e ${go} ]; do sleep 0.02; done; echo ended; exit 0' TERM; echo up; while :; do sleep 0.02; done`
  const command = { command: 'perl', args: ['-e', 'system { $ARGV[0] } @ARGV', 'sh', '-c', waits] }
  const patiently = await spawn({ ...command, ...within(null) })
  await lineOf(patiently, /^up$/)
  await patiently.terminate('SIGTERM')
  await patiently.exited
  writeFileSync(go, '')
  expect(await patiently.gone).toMatchObject({ gone: true, killed: [] })
  expect(await saidOnEnd(patiently)).toEqual(['ended'])

  const crashing = `setsid "$0" "$@" & while ! [ -e ${directory}/crash ]; do sleep 0.02; done; exit 3`
  const atOnce = await spawn({ command: 'sh', args: ['-c', crashing, ...slow], ...within(0) })
  const { pid } = await ready(atOnce)
  writeFileSync(path.join(directory, 'crash'), '')
  expect(await atOnce.gone).toMatchObject({ gone: true, killed: [{ pid, asked: false }] })
  expect(await saidOnEnd(atOnce)).toEqual([])
})

test('what a crash leaves is asked, and has the stop limit', async () => {
  const { spawn, journal } = await openOwner()
  const handle = await spawn({ command: 'perl', args: ['-e', 'system { $ARGV[0] } @ARGV', ...slow], ...patient })
  await ready(handle)
  process.kill(handle.pid, 'SIGKILL')
  expect(await handle.exited).toMatchObject({ signal: 'SIGKILL' })
  expect(await handle.gone).toMatchObject({ gone: true, killed: [], leftBehind: [] })
  expect(await saidOnEnd(handle)).toEqual(['signal 1', 'ended'])
  expect(journal().map(({ event, by }) => `${event} ${String(by)}`)).toContain('terminate supervisor')
})

test('the supervisor that takes over lets what got the signal have its time, and sends no second one', async () => {
  const { spawn, directory } = await openRun()
  const go = path.join(directory, 'go')
  const waits = `$SIG{TERM} = sub { print "signal ", ++$n, "\\n" }; $| = 1; print "up\\n"; until (-e "${go}") { select undef, undef, undef, 0.02 } print "ended\\n"`
  const handle = await spawn({
    command: 'perl',
    args: ['-e', 'system { $ARGV[0] } @ARGV', 'perl', '-e', waits],
    ...patient,
  })
  await lineOf(handle, /^up$/)
  await handle.terminate('SIGTERM')
  await lineOf(handle, /^signal 1$/)
  await handle.exited
  process.kill(supervisorPid(directory), 'SIGKILL')
  expect(await handle.refresh()).toHaveLength(1)
  writeFileSync(go, '')
  expect(await handle.gone).toMatchObject({ gone: true, killed: [] })
  expect(await saidOnEnd(handle)).toEqual(['signal 1', 'ended'])
})

test('a command that starts a server in the background is told from one that works on for a moment', async () => {
  const { spawn, directory } = await openOwner()
  const daemon = await spawn({ command: 'sh', args: ['-c', 'setsid "$0" "$@" & echo $!', ...slow], ...patient })
  const pid = Number((await lineOf(daemon, /^\d+$/))[0])
  expect(await daemon.exited).toMatchObject({ code: 0 })
  const leftBehind = [{ pid, command: slow.join(' '), cwd: directory }]
  expect(await daemon.gone).toMatchObject({ gone: true, killed: [], leftBehind })
  expect(await saidOnEnd(daemon)).toEqual(['signal 1', 'ended'])

  const brief = await spawn({ command: 'sh', args: ['-c', '(sleep 0.3; echo reported) & exit 0'], ...patient })
  expect(await brief.gone).toMatchObject({ gone: true, killed: [], leftBehind: [] })
  expect(texts(await brief.lastLines(5))).toEqual(['reported'])
})

test('what a command left in the background is ended at once when it is to stop', async () => {
  const { spawn } = await openOwner()
  const handle = await spawn({ command: 'sh', args: ['-c', 'setsid sleep 1000 & echo $!'], ...patient })
  const pid = Number((await lineOf(handle, /^\d+$/))[0])
  await handle.exited
  await handle.terminate('SIGTERM')
  expect(await handle.gone).toMatchObject({ gone: true, killed: [], leftBehind: [] })
  expect(isLiving(pid)).toBe(false)
})

test.for(['', 'none'])(
  'a daemon of somebody else on a port of ours is named, never killed (%s)',
  async (containment) => {
    vi.stubEnv('CURFEW_CONTAINMENT', containment)
    onTestFinished(() => void vi.unstubAllEnvs())
    const { spawn, processHost, directory, journal } = await openRun()
    const lease = await processHost.leasePorts({ id: 's1-idle', host: '127.0.0.1', names: ['http'], fixed: {} })
    if (!lease.ok) throw new Error('no port')
    const handle = await spawn({ id: 's1-idle', command: 'sleep', args: ['1000'], ...patient })
    // Its parent dies at once, as that of a daemon does.
    const listen = `require("net").createServer().listen(${lease.ports['http']}, "127.0.0.1", () => require("fs").writeFileSync(${JSON.stringify(path.join(directory, 'foreign'))}, ""))`
    const starter = spawnBare('sh', ['-c', `setsid "$0" -e '${listen}' > /dev/null 2>&1 & echo $!`, process.execPath])
    const pid = await new Promise<number>((resolve) => {
      starter.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk)))
    })
    onTestFinished(() => void process.kill(pid, 'SIGKILL'))
    await vi.waitUntil(() => existsSync(path.join(directory, 'foreign')), { timeout: 240_000 })
    await handle.terminate('SIGTERM')
    expect(await handle.gone).toMatchObject({ gone: true, killed: [], suspects: [{ pid }] })
    expect(isLiving(pid)).toBe(true)
    expect(journal().filter(({ event }) => event === 'killed')).toEqual([])
  },
)

test('what took off its marks and listens on a port of its service is killed, on the record', async () => {
  const { spawn, processHost, journal } = await openOwner()
  const lease = await processHost.leasePorts({ id: 's1-escaped', host: '127.0.0.1', names: ['http'], fixed: {} })
  if (!lease.ok) throw new Error('no port')
  const listen = `require("net").createServer().listen(${lease.ports['http']}, "127.0.0.1")`
  const escape = `env -i setsid prlimit --rttime=unlimited "$0" -e '${listen}' > /dev/null 2>&1 &`
  const handle = await spawn({
    id: 's1-escaped',
    command: 'sh',
    args: ['-c', `(${escape}); exec sleep 1000`, process.execPath],
    ...patient,
  })
  const port = lease.ports['http'] ?? 0
  // Not by asking the supervisor, which would look at the tree before the process has left it, and know it from then on.
  await vi.waitUntil(() => listens(port), { timeout: 240_000 })
  const holder = await handle.portHolder('127.0.0.1', port)
  if (holder.state === 'none') throw new Error('nobody listens any more')
  const pid = holder.state === 'ours' ? holder.pid : (holder.holder?.pid ?? 0)
  await handle.terminate('SIGTERM')
  await handle.gone
  await untilGone(pid)
  const killed = journal().filter(({ event }) => event === 'killed')
  expect(killed).toMatchObject([{ id: 's1-escaped', processes: [{ pid, asked: false }] }])
})

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}
