import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import type { OutputLine, ProcessHandle } from '@curfew/protocol'
import { describe, expect, onTestFinished, test } from 'vitest'
import { endRun } from '../src/index.ts'
import {
  guardPid,
  lineOf,
  openOwner,
  openRun,
  supervisorPid,
  type TestRun,
  texts,
  untilGone,
} from './harness/test-run.ts'

interface Spawned {
  readonly handle: ProcessHandle
  readonly directory: string
  /** What is in a raw log. */
  log(stream?: OutputLine['stream']): string
}

async function run(
  { processHost, order }: TestRun,
  command: readonly string[],
  log: { readonly maxLogBytes?: number; readonly through?: 'pipe' | 'file'; readonly uid?: number } = {},
): Promise<Spawned> {
  const [program = '', ...args] = command
  const { uid, ...changes } = log
  const given = order({ command: program, args, ...(uid === undefined ? {} : { uid, cwd: '/' }) })
  const handle = await processHost.spawn({ ...given, log: { ...given.log, ...changes } })
  const { directory } = given.log
  return { handle, directory, log: (stream = 'stdout') => readFileSync(path.join(directory, `${stream}.log`), 'utf8') }
}

const node = (script: string): readonly string[] => [process.execPath, '-e', script]
const bash = (script: string): readonly string[] => ['bash', '-c', script]

describe('who opens /dev/stdout or /dev/stderr again loses nothing', () => {
  test.for([
    {
      name: 'echo',
      stream: 'stderr' as const,
      command: bash('for i in {1..50}; do echo "one $i" >&2; echo "two $i" >/dev/stderr; done'),
      lines: Array.from({ length: 50 }, (_, i) => [`one ${i + 1}`, `two ${i + 1}`]).flat(),
    },
    {
      name: 'tee',
      stream: 'stderr' as const,
      command: bash('echo first >&2; echo second | tee /dev/stderr >/dev/null; echo third >&2'),
      lines: ['first', 'second', 'third'],
    },
    {
      name: 'writeFileSync',
      stream: 'stdout' as const,
      command: node(
        `console.log('a long first line'); require('node:fs').writeFileSync('/dev/stdout', 'second\\n'); console.log('third')`,
      ),
      lines: ['a long first line', 'second', 'third'],
    },
  ])('$name', async ({ command, stream, lines }) => {
    const { handle, log } = await run(await openOwner(), command)
    await handle.gone
    expect(texts(await handle.lastLines(200))).toEqual(lines)
    expect(log(stream)).toBe(lines.map((line) => `${line}\n`).join(''))
  })

  test.runIf(process.getuid?.() === 0)('as another user', async () => {
    const command = ['sh', '-c', 'echo first; echo second >/dev/stdout; echo third']
    const { handle, log } = await run(await openOwner(), command, { uid: 65_534 })
    await handle.gone
    await handle.lastLines(1)
    expect(log()).toBe('first\nsecond\nthird\n')
  })

  test('but in a file, which they empty: what comes afterwards is read, and the loss is told', async () => {
    const owner = await openOwner()
    const { handle } = await run(
      owner,
      bash('echo "a long first line of the start" >&2; read -t 0.3 <> <(:); echo ready >/dev/stderr; sleep 1000'),
      { through: 'file' },
    )
    await lineOf(handle, /^ready$/)
    await handle.kill(60_000)
    await handle.lastLines(1)
    await owner.processHost.close()
    expect(owner.journal().filter(({ event }) => event === 'output-dropped')).toContainEqual(
      expect.objectContaining({ stream: 'stderr', droppedBytes: 31 }),
    )
  })
})

test.for(['pipe', 'file'] as const)(
  'what a program wrote before it calls process.exit() is there, by a %s',
  async (through) => {
    const count = through === 'pipe' ? 8000 : 100_000
    const { handle, log } = await run(
      await openOwner(),
      node(`for (let i = 0; i < ${count}; i++) console.log('x'.repeat(99)); console.error('the end'); process.exit(3)`),
      { through },
    )
    expect(await handle.exited).toMatchObject({ code: 3 })
    await handle.gone
    expect(texts(await handle.lastLines(1))).toEqual(['the end'])
    expect(log().length).toBe(count * 100)
  },
)

test.for(['pipe', 'file'] as const)('a flood by a %s', async (through) => {
  const owner = await openOwner()
  const maxLogBytes = 1024 * 1024
  const flood = await run(
    owner,
    node(
      `const { writeSync } = require('node:fs'); const b = Buffer.from(('x'.repeat(99) + '\\n').repeat(100));
       const flood = () => { for (;;) writeSync(1, b) }
       process.on('SIGUSR2', flood); writeSync(1, 'up\\n'); if (${through === 'pipe'}) flood(); setInterval(() => {}, 1000)`,
    ),
    { through, maxLogBytes },
  )
  // By a pipe its first line is seen although there is no pause behind it; a file may be cut before anybody has looked.
  await lineOf(flood.handle, /^up$/)
  if (through === 'file') await flood.handle.signal('SIGUSR2')
  const sizes: number[] = []
  const look = setInterval(() => sizes.push(statSync(path.join(flood.directory, 'stdout.log')).size), 5)
  onTestFinished(() => clearInterval(look))
  // A neighbour is heard meanwhile.
  const neighbour = await run(owner, node(`console.log('hello'); setInterval(() => {}, 1000)`))
  await lineOf(neighbour.handle, /^hello$/)
  await expect.poll(() => owner.journal().some(({ event }) => event === 'output-dropped')).toBe(true)
  const lines = texts(await flood.handle.lastLines(5))
  expect([lines.length, lines.every((line) => /^x+$/.test(line))]).toEqual([5, true])
  await Promise.all([flood.handle.kill(60_000), neighbour.handle.kill(60_000)])
  // Who writes to a file is not to be held up; in a pipe it waits.
  if (through === 'pipe') expect(Math.max(...sizes)).toBeLessThan(2 * maxLogBytes)
  expect(texts(await flood.handle.lastLines(1))).toEqual([expect.stringMatching(/^x+$/)])
})

test('a listener hears every line of a flood, however often its log is cut', async () => {
  const lines = 60_000
  const { handle, log } = await run(
    await openOwner(),
    node(
      `const { writeSync } = require('node:fs'); setInterval(() => {}, 1000); writeSync(1, 'up\\n')
       process.once('SIGUSR2', () => { for (let i = 0; i < ${lines}; i++) writeSync(1, String(i).padEnd(96, ' ') + '\\n'); process.exit() })`,
    ),
    { maxLogBytes: 1024 * 1024 },
  )
  await lineOf(handle, /^up$/)
  const heard: string[] = []
  await new Promise<void>((resolve) => {
    handle.onLine(({ text, unfinished }) => {
      if (unfinished !== true && text !== 'up') heard.push(text.trimEnd())
      if (heard.length === lines || text.startsWith(String(lines - 1))) resolve()
    })
    // It floods once somebody listens: what was cut before that is not to be heard.
    void handle.signal('SIGUSR2')
  })
  expect(heard).toEqual(Array.from({ length: lines }, (_, index) => String(index)))
  await handle.gone
  await handle.lastLines(1)
  expect(log()).toMatch(/^\[curfew\] \d+ bytes were dropped here/)
})

test('a talkative service has records of what it wrote first and last, and of nothing between', async () => {
  const owner = await openOwner()
  const { handle, directory, log } = await run(
    owner,
    node(
      `let s = ''; for (let i = 0; i < 100_000; i++) s += (i + ' ').padEnd(99, 'x') + '\\n'; require('node:fs').writeSync(1, s); require('node:fs').writeSync(1, 'last')`,
    ),
  )
  await handle.gone
  await owner.processHost.close()
  expect(log().length).toBe(10_000_004)
  const records = readFileSync(path.join(directory, 'records.ndjson'), 'utf8').trimEnd().split('\n')
  const said = records.map((record) => (JSON.parse(record) as { readonly msg: string }).msg.split(' ', 1)[0])
  const gap = records.findIndex((record) => record.includes('bytes of output have no records'))
  expect(said.slice(0, gap)).toEqual(said.slice(0, gap).map((_, index) => String(index)))
  expect(said.slice(gap + 1, -1)).toEqual(
    said.slice(gap + 1, -1).map((_, index) => String(Number(said[gap + 1]) + index)),
  )
  expect(said.at(-1)).toBe('last')
  expect(gap).toBeGreaterThan(40_000)
  expect(records.length).toBeLessThan(60_000)
})

test('pieces of a line that has no end, and what is written over, are told as they come', async () => {
  const { handle } = await run(
    await openOwner(),
    node(
      `process.stdout.write('10 %\\r20 %\\r'); process.stderr.write('x'.repeat(70_000) + 'ready'); setInterval(() => {}, 1000)`,
    ),
  )
  const lines: OutputLine[] = []
  await new Promise<void>((resolve) => {
    handle.onLine((line) => {
      lines.push(line)
      if (lines.some(({ unfinished }) => unfinished) && lines.length >= 4) resolve()
    })
  })
  expect(texts(lines.filter(({ stream }) => stream === 'stdout'))).toEqual(['10 %', '20 %'])
  const [first, rest] = lines.filter(({ stream }) => stream === 'stderr')
  expect(first?.text.length).toBe(65_536)
  expect(rest).toMatchObject({ continues: true, unfinished: true, text: 'x'.repeat(70_000 - 65_536) + 'ready' })
})

test('nothing but logs is left in the folder of a service that is gone', async () => {
  const owner = await openOwner()
  const { handle, directory } = await run(owner, node(`console.log('hello'); setInterval(() => {}, 1000)`))
  await lineOf(handle, /hello/)
  expect(readdirSync(directory)).toContain('stdout.pipe')
  await handle.kill(60_000)
  await owner.processHost.close()
  expect(readdirSync(directory).toSorted()).toEqual(['records.ndjson', 'stderr.log', 'stdout.log'])
})

describe('when the supervisor is killed', () => {
  test('a service that goes on writing is not broken, and nothing that it writes is lost', async () => {
    const owner = await openRun()
    const { handle, log } = await run(
      owner,
      node(
        `let n = 0; const wait = setInterval(() => {}, 1000); const next = () => { for (let i = 0; i < 100; i++) console.log(n++); if (n === 60_000) clearInterval(wait); else if (n !== 5100) setTimeout(next, 1) }; process.on('SIGUSR2', next); next()`,
      ),
    )
    await lineOf(handle, /^5099$/)
    process.kill(supervisorPid(owner.directory), 'SIGKILL')
    process.kill(handle.pid, 'SIGUSR2')
    await lineOf(handle, /^59999$/)
    await handle.gone
    expect(texts(await handle.lastLines(1))).toEqual(['59999'])
    expect(log()).toBe(Array.from({ length: 60_000 }, (_, i) => `${i}\n`).join(''))
  })

  test('in the midst of a flood, again and again, nothing is lost and nothing is there twice', async () => {
    const owner = await openRun()
    const { handle, log, directory } = await run(
      owner,
      node(
        `const { writeSync } = require('node:fs'); let at = 0; let isOver = false;
         process.on('SIGUSR2', () => { isOver = true });
         const next = () => {
           let text = ''; for (let i = 0; i < 1000; i++) text += (at++ + ' ').padEnd(99, 'x') + '\\n';
           for (let bytes = Buffer.from(text); bytes.length > 0;) bytes = bytes.subarray(writeSync(1, bytes));
           if (isOver) { writeSync(1, 'over ' + at + '\\n'); process.exit(0) } else setImmediate(next) }; next()`,
      ),
    )
    const size = (): number => statSync(path.join(directory, 'stdout.log')).size
    for (let generation = 1; generation <= 8; generation++) {
      await expect.poll(() => existsSync(path.join(owner.directory, 'supervisor', `${generation}.ndjson`))).toBe(true)
      const before = size()
      await expect.poll(size, { interval: 1 }).toBeGreaterThan(before + 1_000_000)
      process.kill(supervisorPid(owner.directory, generation), 'SIGKILL')
    }
    process.kill(handle.pid, 'SIGUSR2')
    await handle.gone
    const [last = ''] = texts(await handle.lastLines(1))
    const lines = log().trimEnd().split('\n')
    expect(last).toBe(`over ${lines.length - 1}`)
    expect(lines.findIndex((line, index) => Number.parseInt(line) !== index)).toBe(lines.length - 1)
  })

  test('what a service says before the next one is there, and then ends, is read by the next one', async () => {
    const owner = await openRun()
    const { handle } = await run(
      owner,
      node(
        `console.log('up'); const parent = process.ppid; setInterval(() => { if (process.ppid === parent) return; console.log('last words'); process.exit(0) }, 1)`,
      ),
    )
    await lineOf(handle, /^up$/)
    process.kill(supervisorPid(owner.directory), 'SIGKILL')
    await handle.gone
    expect(texts(await handle.lastLines(2))).toEqual(['up', 'last words'])
  })

  test('and its guard too, a service that writes more than a pipe holds waits, and goes on with the next supervisor', async () => {
    const owner = await openRun()
    const { handle, log } = await run(
      owner,
      bash(
        'trap go=1 USR1; echo up; until [ -n "$go" ]; do sleep 0.01; done; head -c 5000000 /dev/zero | tr "\\\\0" "x"; echo; echo done',
      ),
    )
    await lineOf(handle, /^up$/)
    process.kill(guardPid(owner.directory), 'SIGKILL')
    process.kill(supervisorPid(owner.directory), 'SIGKILL')
    await untilGone(supervisorPid(owner.directory))
    // Nobody reads now. What a reader has in its hands when it is killed would be lost: at most one read.
    process.kill(handle.pid, 'SIGUSR1')
    await lineOf(handle, /^done$/)
    await handle.gone
    await handle.lastLines(1)
    expect(log().length).toBe('up\n'.length + 5_000_001 + 'done\n'.length)
  })
})

test('the output of a kept service is read on, when its supervisor has left', async () => {
  const owner = await openRun()
  const { handle, directory } = await run(
    owner,
    node(
      `console.log('up'); const wait = setInterval(() => {}, 1000); process.once('SIGUSR2', () => { for (let i = 0; i < 64; i++) process.stdout.write('y'.repeat(65_535) + '\\n'); clearInterval(wait) })`,
    ),
  )
  await lineOf(handle, /^up$/)
  expect(await owner.processHost.keep([handle.id])).toHaveLength(1)
  await owner.processHost.close()
  await endRun(owner.directory)
  process.kill(handle.pid, 'SIGUSR2')
  await untilGone(handle.pid)
  const size = 3 + 64 * 65_536
  await expect.poll(() => statSync(path.join(directory, 'stdout.log')).size).toBe(size)
})
