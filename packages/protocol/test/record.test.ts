import { expect, test } from 'vitest'
import { identifyRecord, identitySuffix, outputRecord, recordText } from '../src/record.ts'
import type { LogFields } from '../src/record.ts'

const fields: LogFields = {
  run: '20261123-214500-1a2b3c',
  worker: 'w1',
  file: 'test/orders.test.ts',
  test: 'an order survives',
  attempt: 1,
  service: 'api',
  node: 'n1',
  cluster: null,
  runtime: 'task',
}
const identity = { fields, pid: 4711 }

function outputOf(text: string, stream: 'stdout' | 'stderr' = 'stdout'): unknown {
  const line = outputRecord(identity, { stream, text, timeMs: 1234.9 })
  expect(line).toMatch(/^[^\n]*\n$/)
  return JSON.parse(line)
}

test('a plain line becomes a record with its stream', () => {
  expect(outputOf('listening on "4000"', 'stderr')).toEqual({
    level: 30,
    time: 1234,
    msg: 'listening on "4000"',
    stream: 'stderr',
    ...identity.fields,
    pid: 4711,
  })
})

test('a JSON line keeps its level, time, message and fields', () => {
  const own = { level: 50, time: 99, msg: 'query failed', table: 'orders', err: { message: 'x' } }
  expect(outputOf(JSON.stringify(own))).toEqual({ ...own, stream: 'stdout', ...identity.fields, pid: 4711 })
})

test('a JSON line without level and time gets ours', () => {
  expect(outputOf('{"msg":"hello"}')).toMatchObject({ level: 30, time: 1234, msg: 'hello' })
})

test('every record has a message: what other loggers call so, or the line', () => {
  expect(outputOf('{"severity":"INFO","message":"hello"}')).toMatchObject({ severity: 'INFO', msg: 'hello' })
  expect(outputOf('{"count":1}')).toMatchObject({ count: 1, msg: '{"count":1}' })
})

test.each(['{"torn', '{}x', '[1]', '"text"', '42', 'null', ''])('%j is a text', (text) => {
  expect(outputOf(text)).toMatchObject({ msg: text })
})

test('our fields win over those of a JSON line, which are kept under "own"', () => {
  const line = JSON.stringify({ msg: 'x', service: 'inner', node: 'n9', pid: 5, stream: 's', run: 'r', own: { a: 1 } })
  expect(outputOf(line)).toEqual({
    level: 30,
    time: 1234,
    msg: 'x',
    own: { a: 1, service: 'inner', node: 'n9', pid: 5, stream: 's', run: 'r' },
    stream: 'stdout',
    ...identity.fields,
    pid: 4711,
  })
})

test("the pid of this process is no fact of the service: pino's own is dropped", () => {
  const line = outputRecord(
    { fields: identity.fields },
    { stream: 'stdout', text: JSON.stringify({ level: 30, pid: process.pid, hostname: 'h', msg: 'x' }), timeMs: 0 },
  )
  expect(JSON.parse(line)).not.toHaveProperty('pid')
  expect(JSON.parse(line)).not.toHaveProperty('own')
})

test('a line past 64 KiB is cut', () => {
  expect(outputOf('x'.repeat(70_000))).toMatchObject({ msg: `${'x'.repeat(65_536)}…` })
})

test('a record of pino is identified without being parsed, and parsed where a name is taken', () => {
  const suffix = identitySuffix(identity)
  expect(JSON.parse(identifyRecord('{"level":30,"msg":"}"}\n', identity, suffix))).toEqual({
    level: 30,
    msg: '}',
    ...identity.fields,
    pid: 4711,
  })
  expect(JSON.parse(identifyRecord('{"level":30,"service":"other","msg":"x"}\n', identity, suffix))).toEqual({
    level: 30,
    msg: 'x',
    own: { service: 'other' },
    ...identity.fields,
    pid: 4711,
  })
  const nested = identifyRecord('{"level":30,"deep":{"a":1,"service":"other"},"msg":"x"}\n', identity, suffix)
  expect(JSON.parse(nested)).toMatchObject({ deep: { service: 'other' }, service: 'api' })
})

test.each([
  [{ level: 30, time: 1, msg: 'ready' }, 'ready'],
  [{ level: 40, msg: 'slow', ms: 120, url: '/a?b c' }, 'warn slow ms=120 url="/a?b c"'],
  [{ level: 'ERROR', message: 'no', hostname: 'h' }, 'error no'],
  [{ level: 30, msg: 'x', service: 'api', pid: 1, own: { node: 'n2' } }, 'x node=n2'],
  [{ level: 50, msg: 'boom', err: { message: 'boom' } }, 'error boom'],
  [
    { level: 50, msg: 'query', err: { message: 'refused', cause: { message: 'ECONNREFUSED' } } },
    'error query err=refused; caused by ECONNREFUSED',
  ],
  [{ level: 20 }, 'debug'],
])('%j reads %j', (record, text) => {
  expect(recordText(record)).toBe(text)
})
