import { appendFileSync, mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import type { OutputLine, ProcessHandle } from '@curfew/protocol'
import { expect, test } from 'vitest'
import { connectProcessHost } from '../src/index.ts'
import { fixture, lineOf, makeOrder, openOwner, runDirectory, type TestRun, texts } from './harness/test-run.ts'

/** Runs a script in Node to its end, and gives its handle and log folder. */
async function runScript(
  { processHost, order }: TestRun,
  script: string,
  maxLogBytes = 1024 * 1024 * 256,
  logDirectory?: string,
): Promise<{ readonly handle: ProcessHandle; readonly directory: string }> {
  const given = order({ command: process.execPath, args: ['-e', script] })
  const directory = logDirectory ?? given.log.directory
  const handle = await processHost.spawn({
    ...given,
    log: { directory, maxLogBytes, fields: { service: 'api', test: null } },
  })
  return { handle, directory }
}

function records(directory: string): readonly Record<string, unknown>[] {
  return readFileSync(path.join(directory, 'records.ndjson'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}

/** Collects lines until there are that many. */
function collect(handle: ProcessHandle, count: number): Promise<readonly OutputLine[]> {
  return new Promise((resolve) => {
    const lines: OutputLine[] = []
    const end = handle.onLine((line) => {
      lines.push(line)
      if (lines.length === count) {
        resolve(lines)
        queueMicrotask(() => end())
      }
    })
  })
}

test('lines become records: plain ones, and JSON ones with their own level, time and fields', async () => {
  const owner = await openOwner()
  const { handle, directory } = await runScript(
    owner,
    `console.log('plain'); console.error('on stderr')
     console.log(JSON.stringify({ level: 50, time: 5, msg: 'from pino', service: 'forged', stream: 'x', req: 1 }))
     console.log('{ no json }')`,
  )
  await handle.gone
  await owner.processHost.close()
  const byMessage = Object.groupBy(records(directory), ({ msg }) => String(msg))
  expect(byMessage['plain']).toEqual([
    {
      level: 30,
      time: expect.any(Number),
      service: 'api',
      test: null,
      stream: 'stdout',
      pid: handle.pid,
      msg: 'plain',
    },
  ])
  expect(byMessage['on stderr']).toMatchObject([{ level: 30, stream: 'stderr' }])
  expect(byMessage['from pino']).toEqual([
    {
      level: 50,
      time: 5,
      service: 'api',
      test: null,
      stream: 'stdout',
      pid: handle.pid,
      msg: 'from pino',
      req: 1,
      own: { service: 'forged', stream: 'x' },
    },
  ])
  expect(byMessage['{ no json }']).toHaveLength(1)
})

test('chunks that split a character or a line, CRLF and a missing last line end make whole lines', async () => {
  const owner = await openOwner()
  const { handle } = await runScript(
    owner,
    `const bytes = Buffer.from('first\\r\\nzwölf € 🙂\\n\\nlast')
     const { writeSync } = require('node:fs')
     let at = 0
     const next = () => { if (at < bytes.length) { writeSync(1, bytes, at++, 1); setTimeout(next, 2) } }
     next()`,
  )
  await handle.gone
  expect(texts(await handle.lastLines(10))).toEqual(['first', 'zwölf € 🙂', '', 'last'])
})

test('10 MB in one line are cut, and what follows is whole', async () => {
  const owner = await openOwner()
  const { handle, directory } = await runScript(
    owner,
    `require('node:fs').writeSync(1, 'é'.repeat(5 * 1024 * 1024) + '\\nafter\\n')`,
  )
  await handle.gone
  const [long, after] = texts(await handle.lastLines(2))
  expect(long).toBe('é'.repeat(32 * 1024))
  expect(after).toBe('after')
  expect(statSync(path.join(directory, 'stdout.log')).size).toBe(10 * 1024 * 1024 + 7)
})

test('lastLines reads what was written so far, and a line without an end as well', async () => {
  const owner = await openOwner()
  const { handle } = await runScript(
    owner,
    `require('node:fs').writeSync(1, 'one\\ntwo'); require('node:fs').writeFileSync('written', ''); setInterval(() => {}, 1000)`,
  )
  await expect.poll(() => statSync(path.join(owner.directory, 'written'), { throwIfNoEntry: false })).toBeDefined()
  expect(texts(await handle.lastLines(10))).toEqual(['one', 'two'])
  expect(texts(await handle.lastLines(1))).toEqual(['two'])
  expect(await handle.lastLines(0)).toEqual([])
})

test('a subscriber gets every line from the first on, also those that are no longer in memory', async () => {
  const owner = await openOwner()
  const count = 5000
  const { handle } = await runScript(owner, `for (let i = 0; i < ${count}; i++) console.log('line ' + i)`)
  await handle.gone
  const expected = Array.from({ length: count }, (_, i) => `line ${i}`)
  expect(texts(await collect(handle, count))).toEqual(expected)
  expect(texts(await collect(handle, count))).toEqual(expected)
})

test('a subscriber that comes while lines are being written misses none and gets none twice', async () => {
  const owner = await openOwner()
  const { handle } = await runScript(
    owner,
    `let i = 0; const next = () => { for (let n = 0; n < 100; n++) console.log('line ' + i++); if (i < 4000) setTimeout(next, 1) }; next()`,
  )
  await collect(handle, 500)
  expect(texts(await collect(handle, 4000))).toEqual(Array.from({ length: 4000 }, (_, i) => `line ${i}`))
})

test('a line without an end is shown to subscribers, and follows whole', async () => {
  const owner = await openOwner()
  const { handle } = await runScript(
    owner,
    `const wait = setInterval(() => {}, 1000)
     process.on('SIGUSR2', () => { process.stdout.write('dy\\n'); clearInterval(wait) }); process.stdout.write('rea')`,
  )
  const lines: OutputLine[] = []
  await new Promise<void>((resolve) => {
    handle.onLine((line) => {
      lines.push(line)
      // The rest is written once the beginning was seen, however long that took.
      if (line.unfinished === true) void handle.signal('SIGUSR2')
      else resolve()
    })
  })
  expect(lines).toMatchObject([
    { stream: 'stdout', text: 'rea', unfinished: true },
    { stream: 'stdout', text: 'ready' },
  ])
})

test('a file past its limit is truncated, and says how much was lost', async () => {
  const owner = await openOwner()
  const { handle, directory } = await runScript(
    owner,
    `const line = 'x'.repeat(999) + '\\n'; let n = 0
     const next = () => { require('node:fs').writeSync(1, line.repeat(20)); if (++n < 30) setTimeout(next, 5) }; next()`,
    100_000,
  )
  await handle.gone
  // Every line was read before it was dropped, and the note is no line of the process.
  expect(texts(await handle.lastLines(200)).every((line) => line === 'x'.repeat(999))).toBe(true)
  await owner.processHost.close()
  const text = readFileSync(path.join(directory, 'stdout.log'), 'utf8')
  expect(text.length).toBeLessThan(250_000)
  const [note = ''] = text.split('\n', 1)
  const dropped = Number(/^\[curfew\] (\d+) bytes were dropped here/.exec(note)?.[1])
  expect(dropped + text.length - note.length - 1).toBe(600_000)
  expect(
    owner
      .journal()
      .filter(({ event }) => event === 'output-dropped')
      .at(-1),
  ).toMatchObject({
    id: handle.id,
    stream: 'stdout',
    droppedBytes: dropped,
  })
})

test('lines are delivered at once', async () => {
  const owner = await openOwner()
  const handle = await owner.spawn({ command: process.execPath, args: [fixture('clock.mjs')] })
  const delaysMs: number[] = []
  await new Promise<void>((resolve) => {
    handle.onLine(({ text }) => {
      if (text !== 'up') delaysMs.push(performance.timeOrigin + performance.now() - Number(text))
      if (delaysMs.length === 20) resolve()
      else void handle.signal('SIGUSR2')
    })
  })
  // Each line is written when the one before has arrived, so a poll would keep all of them for its interval; a busy machine
  // delays some. 1 ms on a quiet machine, which bench/ measures.
  expect(Math.min(...delaysMs)).toBeLessThan(200)
})

test('a listener that throws does not keep lines from the others', async () => {
  const owner = await openOwner()
  const { handle } = await runScript(owner, `console.log('one'); console.log('two')`)
  const caught = new Promise<unknown>((resolve) => {
    const listeners = process.listeners('uncaughtException')
    process.removeAllListeners('uncaughtException')
    process.once('uncaughtException', (error) => {
      for (const listener of listeners) process.on('uncaughtException', listener)
      resolve(error)
    })
  })
  const end = handle.onLine(() => {
    end()
    throw new Error('mine')
  })
  expect(texts(await collect(handle, 2))).toEqual(['one', 'two'])
  expect(await caught).toMatchObject({ message: 'mine' })
})

test('a folder that cannot be written costs the log files, neither the test nor what is read of the output', async () => {
  const owner = await openOwner()
  const given = owner.order({ command: 'sh', args: ['-c', 'echo up; sleep 0.1; echo down >/dev/stderr'] })
  const file = path.join(owner.directory, 'a-file')
  appendFileSync(file, '')
  const handle = await owner.processHost.spawn({ ...given, log: { ...given.log, directory: path.join(file, 'below') } })
  await lineOf(handle, /^up$/)
  expect(await handle.exited).toMatchObject({ code: 0 })
  expect(await handle.gone).toMatchObject({ gone: true })
  expect(texts(await handle.lastLines(10))).toEqual(['up', 'down'])
  expect(readFileSync(path.join(owner.directory, 'supervisor.log'), 'utf8')).toContain(
    `${handle.id}: its output is in no file: ENOTDIR`,
  )
  await owner.processHost.close()
  const dropped = owner.journal().filter(({ event, id }) => event === 'output-dropped' && id === handle.id)
  expect(dropped).toMatchObject([
    { stream: 'stdout', droppedBytes: 3 },
    { stream: 'stderr', droppedBytes: 5 },
  ])
})

test('past their limit output has no records, and those of the scope stay', async () => {
  const owner = await openOwner()
  const given = owner.order({ command: 'true' })
  const own = `${JSON.stringify({ level: 30, time: 1, msg: 'größer: of the scope', run: 'r', service: 'api' })}\n`
  const file = path.join(given.log.directory, 'records.ndjson')
  appendFileSync(file, own)
  const { handle } = await runScript(
    owner,
    `let n = 0; const next = () => { console.log('ü'.repeat(2000)); if (++n < 200) setTimeout(next, 1) }; next()`,
    50_000,
    given.log.directory,
  )
  await handle.gone
  await owner.processHost.close()
  const text = readFileSync(file, 'utf8')
  expect(text.length).toBeLessThan(200_000)
  expect(text.startsWith(own)).toBe(true)
  const dropped = records(given.log.directory).filter(({ msg }) =>
    String(msg).includes('bytes of output have no records'),
  )
  expect(dropped).toHaveLength(1)
})

test('a disk that is full is told to the owner, once, and services start and stop as ever', async () => {
  const directory = runDirectory()
  const first = makeOrder(directory, { command: 'sh', args: ['-c', 'echo hello; sleep 1000'] })
  const order = { ...first, cwd: '/' }
  mkdirSync(path.join(directory, 'journal'))
  symlinkSync('/dev/full', path.join(directory, 'journal', 'worker.ndjson'))
  symlinkSync('/dev/full', path.join(order.log.directory, 'records.ndjson'))
  const processHost = await connectProcessHost({
    run: path.basename(directory),
    runDirectory: directory,
    owner: 'worker',
  })
  const complaints: string[] = []
  const handle = await processHost.spawn(order)
  await lineOf(handle, /hello/)
  await handle.terminate('SIGTERM')
  expect(await handle.gone).toMatchObject({ gone: true })
  await handle.lastLines(1)
  processHost.onComplaint((message) => complaints.push(message))
  expect(complaints.toSorted()).toEqual([
    expect.stringMatching(/^journal .*worker\.ndjson cannot be written: ENOSPC/),
    expect.stringMatching(new RegExp(`^${order.id}: records cannot be written: ENOSPC`)),
  ])
  await processHost.close()
})
