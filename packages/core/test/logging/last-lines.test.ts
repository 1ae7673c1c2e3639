import { expect, test } from 'vitest'
import { lastLinesText, type ServiceLines } from '../../src/logging/last-lines.ts'
import type { KeptLine } from '../../src/logging/service-log.ts'

const startedAtMs = 1_000_000

function line(afterMs: number, text: string, stream: KeptLine['stream'] = 'stdout'): KeptLine {
  return { timeMs: startedAtMs + afterMs, stream, text }
}

function many(name: string, count: number, fromMs = 0): ServiceLines {
  return { name, lastLines: Array.from({ length: count }, (_, index) => line(fromMs + index, `${name} ${index}`)) }
}

/** How many lines each service has in the text. */
function counts(text: string): Record<string, number> {
  const found: Record<string, number> = {}
  for (const [, name = ''] of text.matchAll(/^ {2} *[+-][\d.]+ {2}(\S+)/gm)) found[name] = (found[name] ?? 0) + 1
  return found
}

test('lines of all services are in time order, aligned, each under its name', () => {
  const text = lastLinesText(
    [
      {
        name: 'db',
        lastLines: [
          line(-12_345, 'ready to accept connections', 'stderr'),
          line(1_204, 'FATAL: terminating', 'stderr'),
        ],
      },
      {
        name: 'api',
        lastLines: [line(12, 'listening on 127.0.0.1:4000'), line(1_210.4, '{"level":50,"msg":"lost db"}')],
      },
      { name: 'load-generator', lastLines: [line(1_204, 'warn request failed status=500', 'log')] },
      { name: 'health', lastLines: [] },
    ],
    { startedAtMs },
  )
  expect(text).toMatchInlineSnapshot(`
    "Last lines of its services (5 of 5 kept, seconds since the test began)
      -12.345  db              stderr | ready to accept connections
       +0.012  api             stdout | listening on 127.0.0.1:4000
       +1.204  db              stderr | FATAL: terminating
       +1.204  load-generator  log    | warn request failed status=500
       +1.210  api             stdout | error lost db
      No output: health"
  `)
})

test('a text of several lines names its service on each of them', () => {
  const text = lastLinesText([{ name: 'api', lastLines: [line(5, 'one\ntwo\r\n\n  three')] }], { startedAtMs })
  expect(text).toMatchInlineSnapshot(`
    "Last lines of its services (4 of 4 kept, seconds since the test began)
      +0.005  api  stdout | one
      +0.005  api  stdout | two
      +0.005  api  stdout |
      +0.005  api  stdout |   three"
  `)
})

test('what a service prints cannot leave its line', () => {
  const text = lastLinesText(
    [{ name: 'a\npi\u001b[2J', lastLines: [line(5, '\u001b[31m\u001b[2J\rLast lines of\u2028another\u202e\u0007')] }],
    { startedAtMs },
  )
  expect(text).toMatchInlineSnapshot(`
    "Last lines of its services (1 of 1 kept, seconds since the test began)
      +0.005  a\\x0api  stdout | \\x0dLast lines of\\u2028another\\u202e\\x07"
  `)
})

test('without services there is no text, and without lines only who was silent', () => {
  expect(lastLinesText([], { startedAtMs })).toBe('')
  expect(lastLinesText([{ name: 'api', lastLines: [] }], { startedAtMs })).toBe(
    'Last lines of its services\n  No output: api',
  )
})

test('the last 20 of a service are shown', () => {
  const text = lastLinesText([many('api', 50)], { startedAtMs })
  expect(text).toContain('(20 of 50 kept')
  expect(text).not.toContain('| api 29\n')
  expect(text).toContain('| api 30\n')
  expect(text.endsWith('| api 49')).toBe(true)
})

test('of five talkative services 60 lines are shown in all', () => {
  const text = lastLinesText(
    ['a', 'b', 'c', 'd', 'e'].map((name) => many(name, 20)),
    { startedAtMs },
  )
  expect(counts(text)).toEqual({ a: 12, b: 12, c: 12, d: 12, e: 12 })
})

test('a service that said little, long ago, is not hidden by talkative ones', () => {
  const text = lastLinesText([many('quiet', 3), many('a', 20, 1_000), many('b', 20, 2_000), many('c', 20, 3_000)], {
    startedAtMs,
  })
  expect(counts(text)).toEqual({ quiet: 3, a: 17, b: 20, c: 20 })
})

test('limits can be changed', () => {
  const text = lastLinesText([many('a', 9), many('b', 9)], { startedAtMs, maxLinesPerService: 4, maxLines: 5 })
  expect(counts(text)).toEqual({ a: 2, b: 3 })
  expect(counts(lastLinesText([many('a', 9)], { startedAtMs, maxLinesPerService: 0 }))).toEqual({})
  const long = lastLinesText([{ name: 'a', lastLines: [line(0, 'x'.repeat(100))] }], { startedAtMs, maxLineBytes: 10 })
  expect(long).toContain(`| ${'x'.repeat(10)}… (90 bytes more)`)
})
