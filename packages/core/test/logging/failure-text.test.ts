import { expect, test } from 'vitest'
import { failureText } from '../../src/logging/failure-text.ts'
import type { KeptLine } from '../../src/logging/service-log.ts'

function stderr(text: string): KeptLine {
  return { timeMs: 0, stream: 'stderr', text }
}

test('a failure tells who, where, what happened, the last lines, and what to change, from narrow to wide', () => {
  const text = failureText({
    headline: 'Service "api" did not stop within 5000 ms after SIGTERM; SIGKILL was sent and pid 4711 is still alive.',
    facts: [
      ['Declared at', 'test/services.ts:12:18'],
      ['Started for', 'test "logs in" (test/login.test.ts:8)'],
      ['Stop order', 'web (stopped, 120 ms) → api (failed) → db (stopped, 80 ms)'],
      ['Still alive', 'pid 4711 (node api.js)\npid 4712 (sh)'],
    ],
    lastLines: [stderr('closing 3 connections'), stderr('{"level":40,"msg":"still open","count":1}'), stderr('a\nb')],
    totalLines: 212,
    knobs: ['stopTimeoutMs of this service (ms)', 'limits.stopTimeoutMs of curfew (ms)', 'CURFEW_DEBUG=1 (no limits)'],
    code: 'CURFEW_KILLED',
  })
  expect(text).toMatchInlineSnapshot(`
    "Service "api" did not stop within 5000 ms after SIGTERM; SIGKILL was sent and pid 4711 is still alive.
      Declared at  test/services.ts:12:18
      Started for  test "logs in" (test/login.test.ts:8)
      Stop order   web (stopped, 120 ms) → api (failed) → db (stopped, 80 ms)
      Still alive  pid 4711 (node api.js)
                   pid 4712 (sh)
      Last lines   (3 of 212)
        stderr | closing 3 connections
        stderr | warn still open count=1
        stderr | a
        stderr | b
      To change    stopTimeoutMs of this service (ms) · limits.stopTimeoutMs of curfew (ms) · CURFEW_DEBUG=1 (no limits)
      Code         CURFEW_KILLED"
  `)
})

test('parts that are empty take no room', () => {
  expect(failureText({ headline: 'Service "api" crashed: exit code 3' })).toBe('Service "api" crashed: exit code 3')
  expect(failureText({ headline: 'x', facts: [], lastLines: [], knobs: [], code: 'CURFEW_X' })).toBe(
    'x\n  Code  CURFEW_X',
  )
})

test('no more than 20 lines are shown, without escape sequences', () => {
  const lastLines = Array.from({ length: 30 }, (_, index) => stderr(`\u001b[31m${index}\u001b[0m\u0007`))
  const text = failureText({ headline: 'x', lastLines })
  expect(text).toContain('(20 of 30)\n    stderr | 10\\x07\n')
  expect(text.split('\n')).toHaveLength(22)
})
