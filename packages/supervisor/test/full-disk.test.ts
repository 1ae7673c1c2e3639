import { mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { OutputLine, ProcessHandle } from '@curfew/protocol'
import { expect, test } from 'vitest'
import { emptyDisk, fillDisk, smallDisk } from './harness/full-disk.ts'
import { lineOf, openRun, supervisorPid, type TestRun, texts } from './harness/test-run.ts'

/** A disk that can be full, for the logs of a service. */
interface Disk {
  /** The folder of the service; absent where everything of the run is on that disk. */
  readonly directory?: string
  fill(): void
  empty(): void
}

const disks: Record<string, (run: TestRun) => Disk | undefined> = {
  'files may not grow': ({ directory }) => {
    const pid = supervisorPid(directory)
    return { fill: () => fillDisk(pid), empty: () => emptyDisk(pid) }
  },
  'the disk has no space': () => {
    const disk = smallDisk()
    if (disk === undefined) return undefined
    const directory = path.join(disk.directory, 'api')
    mkdirSync(directory)
    return { directory, fill: () => disk.fill(), empty: () => disk.empty() }
  },
}

/** A line of its own for each thing that it is told: `ready`, and then by signal. */
const parrot = `
  const { writeSync } = require('node:fs')
  let said = 0
  process.on('SIGUSR2', () => writeSync(1, 'said ' + ++said + '\\n'))
  process.on('SIGTERM', () => { writeSync(2, 'last words\\n'); process.exit(0) })
  writeSync(1, 'ready\\n')
  setInterval(() => {}, 1000)
`

function spawnOn({ order, processHost }: TestRun, disk: Disk, script: string): Promise<ProcessHandle> {
  const given = order({ command: process.execPath, args: ['-e', script], cwd: '/' })
  return processHost.spawn({ ...given, log: { ...given.log, directory: disk.directory ?? given.log.directory } })
}

/** Tells the parrot to say one more, and waits until that was heard. */
async function say(handle: ProcessHandle, number: number): Promise<void> {
  await handle.signal('SIGUSR2')
  await lineOf(handle, new RegExp(`^said ${number}$`))
}

test.for(Object.keys(disks))(
  '%s: a service is heard as ever, and the loss is in the journal',
  async (name, context) => {
    const run = await openRun()
    const disk = disks[name]?.(run) ?? context.skip('only root may mount a disk')
    const complaints: string[] = []
    run.processHost.onComplaint((message) => complaints.push(message))
    disk.fill()
    const handle = await spawnOn(run, disk, parrot)
    await lineOf(handle, /^ready$/)
    await say(handle, 1)
    expect(texts(await handle.lastLines(5))).toEqual(['ready', 'said 1'])
    await handle.terminate('SIGTERM')
    expect(await handle.gone).toMatchObject({ gone: true })
    expect(texts(await handle.lastLines(2))).toEqual(['said 1', 'last words'])
    expect(complaints).toContainEqual(expect.stringMatching(/^s\d+-api: stdout\.log cannot be written: E(NOSPC|FBIG)/))
    await run.processHost.close()
    // Otherwise the journal is on the same disk.
    if (disk.directory === undefined) return
    expect(run.journal().filter(({ event }) => event === 'output-dropped')).toMatchObject([
      { id: handle.id, stream: 'stdout', droppedBytes: 'ready\nsaid 1\n'.length },
      { id: handle.id, stream: 'stderr', droppedBytes: 'last words\n'.length },
    ])
  },
)

test.for(Object.keys(disks))('%s for a while: nothing is lost', async (name, context) => {
  const run = await openRun()
  const disk = disks[name]?.(run) ?? context.skip('only root may mount a disk')
  const handle = await spawnOn(run, disk, parrot)
  await lineOf(handle, /^ready$/)
  disk.fill()
  await say(handle, 1)
  await say(handle, 2)
  disk.empty()
  await say(handle, 3)
  await handle.kill(60_000)
  expect(texts(await handle.lastLines(9))).toEqual(['ready', 'said 1', 'said 2', 'said 3'])
  await run.processHost.close()
  const directory = disk.directory ?? path.join(run.directory, 'services', handle.id.replace(/^s(\d+)-.*/, '$1'))
  expect(readFileSync(path.join(directory, 'stdout.log'), 'utf8')).toBe('ready\nsaid 1\nsaid 2\nsaid 3\n')
  expect(run.journal().filter(({ event }) => event === 'output-dropped')).toEqual([])
})

/** 20 MB of numbered lines, and another one when it is told. */
const flood = `
  const { writeSync } = require('node:fs')
  let at = 0
  const write = () => {
    let text = ''
    for (let i = 0; i < 100; i++) text += String(at++).padEnd(99, ' ') + '\\n'
    for (const bytes = Buffer.from(text), from = { at: 0 }; from.at < bytes.length;) from.at += writeSync(1, bytes, from.at)
    if (at < 200_000) setImmediate(write)
    else { writeSync(1, 'all\\n'); setInterval(() => {}, 1000) }
  }
  process.on('SIGUSR2', () => writeSync(1, 'after\\n'))
  write()
`

test.for(Object.keys(disks))(
  '%s: who listens hears all of a flood, and who comes later its end',
  async (name, context) => {
    const run = await openRun()
    const disk = disks[name]?.(run) ?? context.skip('only root may mount a disk')
    disk.fill()
    const handle = await spawnOn(run, disk, flood)
    const heard: OutputLine[] = []
    const all = new Promise<void>((resolve) => {
      handle.onLine((line) => {
        if (line.unfinished !== true) heard.push(line)
        if (line.text === 'all') resolve()
      })
    })
    await all
    expect(texts(heard).map((text) => text.trimEnd())).toEqual([
      ...Array.from({ length: 200_000 }, (_, index) => String(index)),
      'all',
    ])
    expect(texts(await handle.lastLines(2))).toEqual([expect.stringMatching(/^199999 /), 'all'])
    disk.empty()
    await handle.signal('SIGUSR2')
    await lineOf(handle, /^after$/)
    expect(texts(await handle.lastLines(2))).toEqual(['all', 'after'])
    await handle.kill(60_000)
    await run.processHost.close()
    const directory = disk.directory ?? path.join(run.directory, 'services', handle.id.replace(/^s(\d+)-.*/, '$1'))
    const written = readFileSync(path.join(directory, 'stdout.log'), 'utf8')
    const [, dropped = ''] = /\[curfew\] (\d+) bytes were dropped here/.exec(written) ?? []
    expect(written.endsWith('\nall\nafter\n')).toBe(true)
    const note = /\n?\[curfew\].*\n/.exec(written)?.[0] ?? ''
    expect(Number(dropped) + written.length - note.length).toBe(20_000_000 + 'all\nafter\n'.length)
    expect(run.journal().findLast(({ event }) => event === 'output-dropped')).toMatchObject({
      droppedBytes: Number(dropped),
    })
  },
)

test('on a full disk ports are leased, each once', async () => {
  const run = await openRun()
  fillDisk(supervisorPid(run.directory))
  const request = { host: '127.0.0.1', names: ['one', 'two'], fixed: {} }
  const leases = [
    await run.processHost.leasePorts({ ...request, id: 'a' }),
    await run.processHost.leasePorts({ ...request, id: 'b' }),
  ]
  const ports = leases.flatMap((lease) => (lease.ok ? Object.values(lease.ports) : []))
  expect(new Set(ports).size).toBe(4)
})
