import { expect, test } from 'vitest'
import { newThread } from './new-thread.ts'

test('what a thread writes and logs is in the log of its service, and nowhere else', async () => {
  const thread = newThread({ module: './output.mjs' })
  const lines: string[] = []
  thread.runtime.target.onLine(({ stream, text }) => lines.push(`${stream} ${text.slice(0, 100)}`))
  await thread.launch()
  expect(await thread.runtime.exited).toEqual({ code: 0, signal: null })
  const records = await thread.records()
  expect(records.every(({ service, runtime }) => service === 'load' && runtime === 'thread')).toBe(true)
  const output = (msg: unknown, stream = 'stdout') => expect.objectContaining({ level: 30, msg, stream })
  expect(records).toEqual([
    output('to the console { n: 1 }'),
    output('to stderr', 'stderr'),
    output('one line'),
    output('half of the next'),
    output('café'),
    output('x'.repeat(64 * 1024)),
    output('with a callback'),
    expect.objectContaining({ level: 40, msg: 'json line', shard: 3, stream: 'stdout' }),
    expect.objectContaining({ level: 40, msg: 'a pino of its own', shard: 4, stream: 'stdout' }),
    expect.objectContaining({ level: 20, msg: 'of the context', shard: 5 }),
    expect.objectContaining({
      level: 50,
      msg: 'logged',
      err: expect.objectContaining({
        type: 'TypeError',
        message: 'logged',
        stack: expect.stringContaining('output.mjs:'),
      }),
    }),
    output(expect.stringContaining('Warning: careful'), 'stderr'),
    output(expect.stringContaining('--trace-warnings'), 'stderr'),
    output('of a worker of its own'),
  ])
  expect(records.filter(({ shard }) => shard === 5)[0]).not.toHaveProperty('stream')
  expect(lines.slice(0, 3)).toEqual(['stdout to the console { n: 1 }', 'stderr to stderr', 'stdout one line'])
  expect(thread.log.lastLines(100).map(({ stream }) => stream)).toContain('log')
  // The log keeps them all, so the runtime has none of its own to add.
  expect(await thread.runtime.lastLines(10)).toEqual([])
})

test('47: lines written while it stops belong to it, also the one without a line end', async () => {
  const thread = newThread({ module: './until-aborted.mjs' })
  await thread.launch()
  await thread.message()
  thread.runtime.terminate()
  await thread.runtime.exited
  expect(thread.log.lastLines(10).map(({ text }) => text)).toEqual(['stopping', 'stopped, without a line end'])
})

test('the logger in the thread has the level of the service', async () => {
  const thread = newThread({ module: './data.mjs' })
  thread.log.logger.level = 'error'
  await thread.launch()
  expect(await thread.message()).toMatchObject({ level: 'error' })
})

test('a line is told to a late listener, from the first on', async () => {
  const beganAtMs = Math.floor(performance.timeOrigin + performance.now())
  const thread = newThread({ module: './script.mjs', data: { name: 'x' } })
  await thread.launch()
  await new Promise<void>((resolve) => thread.runtime.target.onLine(() => resolve()))
  const seenAtMs = performance.timeOrigin + performance.now()
  const late = await new Promise<{ readonly timeMs: number }>((resolve) => thread.runtime.target.onLine(resolve))
  expect(late).toEqual({ stream: 'stdout', text: 'script evaluated true', timeMs: expect.any(Number) })
  // Of when it was written, and not of when the second listener heard of it.
  expect(late.timeMs).toBeGreaterThanOrEqual(beganAtMs)
  expect(late.timeMs).toBeLessThanOrEqual(seenAtMs)
})
