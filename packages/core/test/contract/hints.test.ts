import { expect, test } from 'vitest'
import { exitHints, killHints, notReadyHints } from '../../src/lifecycle/hints.ts'
import { ExitedWhileStartingError } from '../../src/errors/start-errors.ts'

const service = (options: object) => ({ name: 'api', protocol: { options: { command: 'node', ...options } } }) as never
const ended = (code: number) => new ExitedWhileStartingError('api', 'ended', { code, signal: null })
const line = (text: string) => ({ stream: 'stdout', text, timeMs: 0 }) as never
const textOf = (facts: readonly (readonly [string, string])[]): string => facts.map((fact) => fact.join(': ')).join()

test('a process that ends with code 0 while it starts: NODE_ENV, and the end of its input', () => {
  expect(textOf(exitHints(service({}), ended(0)))).toMatch(/^Hint: .*NODE_ENV is "test".*when its input ends/)
  const other = textOf(exitHints(service({ env: { NODE_ENV: 'production' } }), ended(0)))
  expect(other).toContain('when its input ends')
  expect(other).not.toContain('NODE_ENV')
  expect(exitHints(service({}), ended(1))).toEqual([])
  expect(exitHints(service({ command: undefined, run() {} }), new Error('mine'))).toEqual([])
})

test('a process that has written nothing at the limit of a logLine: its buffer', () => {
  const progress = { probe: 'logLine(/x/)', saw: 'no line yet' }
  expect(textOf(notReadyHints(service({}), progress, []))).toMatch(/^Hint: .*PYTHONUNBUFFERED.*stdbuf -oL/)
  expect(notReadyHints(service({}), progress, [line('something')])).toEqual([])
  expect(notReadyHints(service({}), { probe: 'tcp()', saw: 'connection refused' }, [])).toEqual([])
})

test('PostgreSQL that waits for its clients: stopSignal', () => {
  expect(textOf(killHints([line('LOG:  received smart shutdown request')]))).toMatch(/^Hint: .*stopSignal: 'SIGINT'/)
  expect(killHints([line('LOG:  received fast shutdown request')])).toEqual([])
})
