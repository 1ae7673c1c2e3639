import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createContext, runInContext, runInNewContext } from 'node:vm'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { loadLogging } from '../../src/logging/load-logging.ts'
import type { ServiceLogOptions } from '../../src/logging/open-service-log.ts'
import type { ServiceLog } from '../../src/logging/service-log.ts'
import { someFields } from './some-fields.ts'

let folder: string
let opened: ServiceLog[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'curfew-log-'))
  opened = []
})

afterEach(async () => {
  await Promise.all(opened.map((log) => log.close()))
  rmSync(folder, { recursive: true, force: true })
})

async function openLog(options: Partial<ServiceLogOptions> = {}): Promise<ServiceLog> {
  const { openServiceLog } = await loadLogging()
  const log = openServiceLog({ fields: someFields(), directory: () => folder, ...options })
  opened.push(log)
  return log
}

function records(directory = folder): Record<string, unknown>[] {
  const text = readFileSync(join(directory, 'records.ndjson'), 'utf8')
  expect(text.endsWith('\n')).toBe(true)
  return text
    .slice(0, -1)
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}

describe('records', () => {
  test('carry every field, and no pid where the service has no process', async () => {
    const log = await openLog()
    const before = Math.floor(performance.timeOrigin + performance.now())
    log.logger.info({ orders: 3 }, 'sent %d', 3)
    const after = Math.ceil(performance.timeOrigin + performance.now())
    await log.flush()
    const [record] = records()
    expect(record).toEqual({ level: 30, time: expect.any(Number), orders: 3, msg: 'sent 3', ...someFields() })
    expect(record!['time']).toBeGreaterThanOrEqual(before)
    expect(record!['time']).toBeLessThanOrEqual(after)
  })

  test('carry the pid of the service from when it is known', async () => {
    let pid: number | undefined = undefined
    const log = await openLog({ pid: () => pid, fields: someFields({ runtime: 'process' }) })
    log.logger.info('spawning')
    pid = 4711
    log.logger.info('spawned')
    log.output('stdout', 'listening')
    await log.flush()
    expect(records().map((record) => record['pid'])).toEqual([undefined, 4711, 4711])
  })

  test('keep who they are from, whatever a service logs', async () => {
    const log = await openLog()
    log.logger.info({ node: 'n2', service: 'other', pid: 1 }, 'a field of the same name')
    log.logger.child({ node: 'n3', part: 'child' }).info('of a child')
    await log.flush()
    expect(records()).toEqual([
      expect.objectContaining({ node: 'n1', service: 'load', own: { node: 'n2', service: 'other', pid: 1 } }),
      expect.objectContaining({ node: 'n1', part: 'child', own: { node: 'n3' } }),
    ])
    expect(records()[0]).not.toHaveProperty('pid')
  })

  test('hold debug records by default, and those of the level that was asked for', async () => {
    const log = await openLog()
    log.logger.trace('no')
    log.logger.debug('yes')
    const quiet = await openLog({ level: 'error', directory: () => join(folder) })
    quiet.logger.warn('no')
    await log.flush()
    await quiet.flush()
    expect(records().map((record) => record['msg'])).toEqual(['yes'])
  })

  test('hold each line of a text, and JSON lines with their fields', async () => {
    const log = await openLog()
    log.output('stdout', 'one\r\ntwo\n')
    log.output('stderr', '{"level":50,"msg":"three","id":7}')
    await log.flush()
    expect(records()).toEqual([
      expect.objectContaining({ stream: 'stdout', msg: 'one', service: 'load' }),
      expect.objectContaining({ stream: 'stdout', msg: 'two' }),
      expect.objectContaining({ stream: 'stderr', msg: 'three', level: 50, id: 7 }),
    ])
  })
})

describe('errors', () => {
  test('are kept with type, stack, own fields, causes and members', async () => {
    const log = await openLog()
    const cause = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })
    log.logger.error(new TypeError('query failed', { cause }))
    log.logger.error({ err: new AggregateError([new Error('a'), new Error('b')], 'both') }, 'stop')
    log.logger.warn({ reason: cause }, 'under another name')
    await log.flush()
    const [first, second, third] = records()
    expect(first).toMatchObject({
      msg: 'query failed',
      err: {
        type: 'TypeError',
        stack: expect.stringContaining('open-service-log.test.ts'),
        cause: { message: 'refused', code: 'ECONNREFUSED' },
      },
    })
    expect(second).toMatchObject({ msg: 'stop', err: { aggregateErrors: [{ message: 'a' }, { message: 'b' }] } })
    expect(third).toMatchObject({ reason: { type: 'Error', message: 'refused', code: 'ECONNREFUSED' } })
  })

  test('of another realm are errors as well', async () => {
    const log = await openLog()
    const foreign = runInNewContext(`new RangeError('far away', { cause: new Error('deep') })`) as Error
    expect(foreign).not.toBeInstanceOf(Error)
    log.logger.error(foreign)
    log.logger.error(foreign, 'with %s', 'text')
    await log.flush()
    expect(records()).toEqual([
      expect.objectContaining({ msg: 'far away', err: expect.objectContaining({ type: 'RangeError' }) }),
      expect.objectContaining({ msg: 'with text', err: expect.objectContaining({ cause: expect.anything() }) }),
    ])
  })

  test('that are frozen, circular or aborts are kept', async () => {
    const log = await openLog()
    const circular: Error & { self?: unknown } = new Error('round')
    circular.self = circular
    circular.cause = circular
    log.logger.error(Object.freeze(new Error('cold')))
    log.logger.error(circular)
    log.logger.error(AbortSignal.abort().reason)
    await log.flush()
    expect(records().map((record) => (record['err'] as Error).message)).toEqual([
      'cold',
      'round',
      'This operation was aborted',
    ])
    expect(log.problems).toEqual([])
  })

  test('thrown while a record is made do not reach who logs', async () => {
    const log = await openLog()
    const spiteful = {
      get value(): never {
        throw new Error('not today')
      },
    }
    log.logger.info(spiteful, 'x')
    log.logger.info('y')
    await log.flush()
    expect(records().map((record) => record['msg'])).toEqual(['y'])
    expect(log.problems).toEqual(['Service "load" logged something that could not be made a record: not today'])
  })
})

describe('last lines', () => {
  test('are the last of all streams, oldest first, with their times', async () => {
    const log = await openLog({ keepLines: 3 })
    for (const text of ['a', 'b', 'c', 'd']) log.output('stdout', text)
    log.logger.warn({ orders: 3 }, 'e')
    expect(log.lastLines(10)).toEqual([
      { stream: 'stdout', text: 'c', timeMs: expect.any(Number) },
      { stream: 'stdout', text: 'd', timeMs: expect.any(Number) },
      { stream: 'log', text: 'warn e orders=3', timeMs: expect.any(Number) },
    ])
    expect(log.lastLines(1)).toHaveLength(1)
    expect(log.lastLines(0)).toEqual([])
  })

  test('of a talkative service do not pile up', async () => {
    const log = await openLog({ keepLines: 10, maxLogBytes: 0 })
    for (let number = 0; number < 1_000; number += 1) log.output('stdout', String(number))
    expect(log.lastLines(1_000).map((line) => line.text)).toEqual(Array.from({ length: 10 }, (_, i) => String(990 + i)))
  })
})

describe('the file', () => {
  test('and its folder are made with the first record, and not before', async () => {
    const directory = vi.fn(() => {
      mkdirSync(join(folder, 'services'))
      return join(folder, 'services')
    })
    const log = await openLog({ directory })
    await log.flush()
    expect(directory).not.toHaveBeenCalled()
    log.logger.info('x')
    await log.flush()
    expect(directory).toHaveBeenCalledOnce()
    expect(statSync(join(folder, 'services', 'records.ndjson')).mode & 0o777).toBe(0o600)
    expect(records(join(folder, 'services'))).toHaveLength(1)
  })

  test('takes no more than maxLogBytes, and ends by telling how many records were dropped', async () => {
    const log = await openLog({ maxLogBytes: 2_000 })
    for (let number = 0; number < 100; number += 1) log.logger.info('a record')
    await log.close()
    const written = records()
    const last = written.pop()
    const dropped = 100 - written.length
    expect(written.every((record) => record['msg'] === 'a record')).toBe(true)
    expect(last).toMatchObject({
      level: 40,
      dropped,
      service: 'load',
      msg: `${dropped} records of service "load" dropped: its log is past 2000 bytes (maxLogBytes)`,
    })
    expect(log.problems).toEqual([last!['msg']])
    expect(statSync(join(folder, 'records.ndjson')).size).toBeLessThan(2_600)
  })

  test('has no gap: after the first record that was dropped none is written', async () => {
    const log = await openLog({ maxLogBytes: 2_000 })
    log.logger.info('first')
    log.logger.info('x'.repeat(2_000))
    log.logger.info('small enough')
    await log.close()
    expect(records().map((record) => record['msg'])).toEqual(['first', expect.stringMatching(/^2 records .* dropped/)])
  })

  test('is shared with a second writer without torn lines', async () => {
    const ours = await openLog()
    const theirs = await openLog({ fields: someFields({ service: 'other' }) })
    for (let number = 0; number < 5_000; number += 1) {
      ours.logger.info({ number }, 'x'.repeat(number % 300))
      theirs.logger.info({ number }, 'y'.repeat(number % 300))
      if (number % 100 === 0) await new Promise(setImmediate)
    }
    await Promise.all([ours.close(), theirs.close()])
    const numbers = (service: string): unknown[] =>
      records()
        .filter((record) => record['service'] === service)
        .map((record) => record['number'])
    expect(numbers('load')).toEqual(Array.from({ length: 5_000 }, (_, number) => number))
    expect(numbers('other')).toEqual(Array.from({ length: 5_000 }, (_, number) => number))
  })

  test('holds what was logged before close; what comes later is counted', async () => {
    const log = await openLog()
    log.logger.info('before')
    const closing = log.close()
    log.logger.info('late')
    log.output('stdout', 'late')
    expect(log.close()).toBe(closing)
    await closing
    expect(records().map((record) => record['msg'])).toEqual(['before'])
    expect(log.problems).toEqual(['Service "load" logged 2 records after its log was closed'])
  })

  test('is flushed by the logger of pino, too', async () => {
    const log = await openLog()
    log.logger.info('x')
    await new Promise<void>((resolve) => {
      log.logger.flush(() => {
        expect(records()).toHaveLength(1)
        resolve()
      })
    })
  })
})

describe('what the disk refuses is told, and breaks nothing', () => {
  test('a full disk', async () => {
    symlinkSync('/dev/full', join(folder, 'records.ndjson'))
    const log = await openLog()
    log.logger.info('lost')
    await log.flush()
    log.logger.info('lost, too')
    log.output('stdout', 'kept in memory')
    await log.flush()
    await log.close()
    expect(log.problems).toEqual([
      expect.stringMatching(
        /^The log of service "load" could not be written to records.ndjson: ENOSPC.* \(2 later records lost\)$/,
      ),
    ])
    expect(log.lastLines(3).map((line) => line.text)).toEqual(['lost', 'lost, too', 'kept in memory'])
  })

  test('a file in the place of the folder', async () => {
    const file = join(folder, 'file')
    writeFileSync(file, '')
    const log = await openLog({ directory: () => file })
    log.logger.info('x')
    await log.close()
    expect(log.problems).toEqual([expect.stringContaining('ENOTDIR')])
  })

  test('a folder that cannot be made', async () => {
    const log = await openLog({
      directory: () => {
        throw new Error('no folder today')
      },
    })
    log.logger.info('x')
    await log.close()
    expect(log.problems).toEqual([expect.stringContaining('no folder today')])
  })

  test('a folder that was removed', async () => {
    const log = await openLog()
    log.logger.info('x')
    await log.flush()
    rmSync(folder, { recursive: true })
    log.logger.info('y')
    await log.close()
    expect(log.problems).toEqual([expect.stringContaining('it was removed while it was written')])
  })
})

describe('the process', () => {
  test('has no new exit hooks, and its streams are left alone', async () => {
    const events = ['exit', 'beforeExit', 'SIGTERM', 'SIGINT', 'uncaughtException', 'warning'] as const
    const counts = (): number[] => events.map((event) => process.listenerCount(event))
    const before = counts()
    const stdout = vi.spyOn(process.stdout, 'write')
    const stderr = vi.spyOn(process.stderr, 'write')
    const log = await openLog()
    log.logger.fatal('x')
    await log.flush()
    expect(counts()).toEqual(before)
    await log.close()
    expect(stdout).not.toHaveBeenCalled()
    expect(stderr).not.toHaveBeenCalled()
    expect(counts()).toEqual(before)
  })

  test('has no open file once the log is closed', async () => {
    const log = await openLog()
    const openFiles = (): string => spawnSync('ls', ['-l', `/proc/${process.pid}/fd`], { encoding: 'utf8' }).stdout
    log.logger.info('x')
    await log.flush()
    expect(openFiles()).toContain(folder)
    await log.close()
    expect(openFiles()).not.toContain(folder)
  })

  test('is not kept alive by an open log, and what was logged is in the file when it ends by itself', () => {
    const module = new URL('../../src/logging/load-logging.ts', import.meta.url).href
    const script = `
      import { registerHooks } from 'node:module'
      registerHooks({ resolve: (name, context, next) => next(/^[.].*[.]js$/.test(name) && !context.parentURL.includes('node_modules') ? name.replace(/js$/, 'ts') : name, context) })
      const { loadLogging } = await import(${JSON.stringify(module)})
      const { openServiceLog } = await loadLogging()
      openServiceLog({ fields: { service: 'x' }, directory: () => ${JSON.stringify(folder)} }).logger.info('last words')
    `
    const result = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
      encoding: 'utf8',
      timeout: 240_000,
    })
    expect({ status: result.status, stdout: result.stdout, stderr: result.stderr }).toEqual({
      status: 0,
      stdout: '',
      stderr: '',
    })
    expect(records()).toEqual([expect.objectContaining({ msg: 'last words' })])
  })
})

describe('a test that changes its world', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  test('by fake timers gets true times and its records', async () => {
    const log = await openLog()
    vi.useFakeTimers({
      now: 0,
      toFake: ['Date', 'performance', 'hrtime', 'queueMicrotask', 'setTimeout', 'setInterval', 'setImmediate'],
    })
    log.logger.info('x')
    log.output('stdout', 'y')
    await log.close()
    vi.useRealTimers()
    expect(records()).toHaveLength(2)
    for (const record of records()) expect(record['time']).toBeGreaterThan(Date.now() - 60_000)
    expect(log.lastLines(1)[0]!.timeMs).toBeGreaterThan(Date.now() - 60_000)
  })

  test('by a vm realm that holds only the logger', async () => {
    const log = await openLog()
    runInContext(
      `log.info({ list: [1, 2], map: { a: 1n } }, 'from inside'); log.error(new Error('inside', { cause: 'why' }))`,
      createContext({ log: log.logger }),
    )
    await log.flush()
    expect(records()).toEqual([
      expect.objectContaining({ list: [1, 2], msg: 'from inside' }),
      expect.objectContaining({ msg: 'inside', err: expect.objectContaining({ type: 'Error' }) }),
    ])
  })
})

test('100,000 records are all in the file after a flush', async () => {
  const log = await openLog()
  const count = 100_000
  for (let number = 0; number < count; number += 1) log.logger.info({ number, url: '/orders/17' }, 'sent an order')
  await log.flush()
  expect(records()).toHaveLength(count)
})
