import { describe, expect, test } from 'vitest'
import { logLine } from '../../src/readiness/log-line.ts'
import { waitTillReady } from '../../src/readiness/wait.ts'
import { testContext } from './context.ts'

test('ready with the first line that matches, on either stream, with its groups', async () => {
  const context = testContext()
  const ready = waitTillReady(logLine(/port (?<port>\d+) of (?<host>\S+)/, { groups: ['port'] }), context)
  context.tellLine('starting')
  context.tellLine('listening on port 4711 of localhost', 'stderr')
  context.tellLine('listening on port 1 of localhost')
  expect(await ready).toEqual({ port: '4711' })
  expect(context.listenerCount()).toBe(0)
})

test('a line written before the probe began counts', async () => {
  const context = testContext()
  context.tellLine('ready')
  await waitTillReady(logLine(/^ready$/), context)
})

test('colours and links are removed before matching', async () => {
  const context = testContext()
  context.tellLine('\u001B[32m➜\u001B[39m  \u001B[1mLocal\u001B[22m:  http://localhost:\u001B[1m5173\u001B[22m/')
  expect(
    await waitTillReady(logLine(/Local: {2}http:\/\/localhost:(?<port>\d+)\/$/, { groups: ['port'] }), context),
  ).toEqual({
    port: '5173',
  })
})

test('only the stream that is asked for', async () => {
  const context = testContext()
  context.tellLine('ready', 'stdout')
  const ready = waitTillReady(logLine(/ready/, { stream: 'stderr' }), context)
  expect(context.observations).toEqual(['no line on stderr yet'])
  context.tellLine('not yet', 'stderr')
  expect(context.observations.at(-1)).toBe('no line on stderr matches, of 1; the last is "not yet"')
  context.tellLine('ready', 'stderr')
  await ready
})

test.each(['g', 'y', 'gy', 'gi'])(
  'a pattern with the flags %s, used twice, matches the same line both times',
  async (flags) => {
    const pattern = new RegExp('ready', flags)
    pattern.lastIndex = 3
    const probe = logLine(pattern)
    for (let times = 0; times < 2; times++) {
      const context = testContext()
      const ready = waitTillReady(probe, context)
      context.tellLine('warming up')
      context.tellLine('ready')
      await ready
    }
    expect(pattern.lastIndex).toBe(3)
  },
)

test.each(['', 'g', 'y'])('a line in which a group is missing does not count (flags "%s")', async (flags) => {
  const context = testContext()
  const pattern = new RegExp(/ready(?: on (?<port>\d+))?/, flags)
  const ready = waitTillReady(logLine(pattern, { groups: ['port'] }), context)
  context.tellLine('ready')
  expect(context.observations.at(-1)).toBe('the line "ready" matches, but lacks one of the groups port')
  context.tellLine('ready on 80')
  expect(await ready).toEqual({ port: '80' })
})

test('a group that the pattern does not have is refused at declaration', () => {
  expect(() => logLine(/port (?<prot>\d+)/, { groups: ['port'] })).toThrow(
    'the pattern has no group named "port" (it has prot). A named group is written (?<port>…)',
  )
  expect(() => logLine(/port (\d+)/y, { groups: ['port'] })).toThrow('(it has none)')
  expect(() => logLine(/(?:a|(?<port>b))|c/v, { groups: ['port'] })).not.toThrow()
})

test('a long line is shortened in what is told', () => {
  const context = testContext()
  context.tellLine('x'.repeat(60_000))
  const waiting = waitTillReady(logLine(/ready/), context)
  expect(context.observations.at(-1)!.length).toBeLessThan(300)
  context.abort(new Error('over'))
  return expect(waiting).rejects.toThrow('over')
})

test('it is described as written', () => {
  expect(logLine(/listening on (?<port>\d+)/i, { groups: ['port'] }).description).toBe(
    'logLine(/listening on (?<port>\\d+)/i)',
  )
})

describe('a line that has no end yet', () => {
  test('counts when nothing that may follow changes the match', async () => {
    const context = testContext()
    const ready = waitTillReady(logLine(/port (?<port>\d+)/, { groups: ['port'] }), context)
    context.tellLine({ text: 'Listening on port 54', unfinished: true })
    expect(context.observations.at(-1)).toBe(
      'the line "Listening on port 54" matches, but has no end yet, and what follows may change the match',
    )
    context.tellLine({ text: 'Listening on port 54321.', unfinished: true })
    expect(await ready).toEqual({ port: '54321' })
  })

  test('counts once it has ended', async () => {
    const context = testContext()
    const ready = waitTillReady(logLine(/port (?<port>\d+)/, { groups: ['port'] }), context)
    context.tellLine({ text: 'port 5', unfinished: true })
    context.tellLine('port 54')
    expect(await ready).toEqual({ port: '54' })
  })

  test.each([
    { pattern: /ready/, text: 'ready', counts: true },
    { pattern: /^password: /, text: 'password: ', counts: true },
    { pattern: /^ready$/, text: 'ready', counts: false },
    { pattern: /\bready\b/, text: 'not ready', counts: false },
    { pattern: /started(?! with errors)/, text: 'started', counts: false },
    { pattern: /^ready(?!.*not)/, text: 'ready', counts: false },
  ])('$pattern in "$text": $counts', async ({ pattern, text, counts }) => {
    const context = testContext()
    let isReady = false
    const ready = waitTillReady(logLine(pattern), context).then(() => (isReady = true))
    context.tellLine({ text, unfinished: true })
    await new Promise(setImmediate)
    expect(isReady).toBe(counts)
    context.tellLine('ready')
    context.tellLine('password: started')
    if (counts) await ready
    else context.abort()
    await ready.catch(() => {})
  })
})

describe('in a line longer than 64 KiB', () => {
  test('a match is found in a later piece, and where two of them meet', async () => {
    for (const [first, second] of [
      ['x'.repeat(1000), 'server ready'],
      ['x'.repeat(1000) + 'server re', 'ady'],
    ] as const) {
      const context = testContext()
      const ready = waitTillReady(logLine(/server ready/), context)
      context.tellLine(first)
      context.tellLine({ text: second, continues: true })
      await ready
    }
  })

  test('its begin is where the line begins', async () => {
    const context = testContext()
    const ready = waitTillReady(logLine(/^ready/), context)
    context.tellLine('x'.repeat(1000))
    context.tellLine({ text: 'ready', continues: true })
    expect(context.observations.at(-1)).toMatch(/^no line matches, of 1/)
    context.tellLine('ready')
    await ready
  })
})
