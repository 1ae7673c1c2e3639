import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { taskService, type ServiceState, type Transition } from '@curfew/core'
import { createEngine } from '../../src/engine/engine.ts'
import { installEngine } from '../../src/engine-access.ts'
import { newRun } from '../../src/run/run-context.ts'
import type { ServiceVerdict } from '../../src/scope/verdict.ts'
import { FakeRuntime } from '@curfew/testing'
import { partOf, type Fault, type Plan } from './faults.ts'
import { silentLog, World } from './world.ts'

describe('case 46: transitions', () => {
  test('are told one by one, in order, with time, duration and error', async () => {
    const error = new Error('no')
    const world = new World({ db: { does: { launchMs: 40, stopMs: 7, stopError: { error, synchronously: false } } } })
    const scope = world.test()
    const seen: Transition[] = []
    scope.onTransition((transition) => seen.push(transition))
    await world.up(scope, 'db')
    await world.clock.advance(100)
    await world.close(scope)
    expect(
      seen.map(({ service, from, to, event, timeMs, durationMs }) => [service, from, to, event, timeMs, durationMs]),
    ).toEqual([
      ['db', 'new', 'starting', 'start', 0, 0],
      ['db', 'starting', 'running', 'ready', 40, 40],
      ['db', 'running', 'stopping', 'stop', 140, 100],
      ['db', 'stopping', 'failed', 'break', 140, 0],
    ])
    expect(seen.map(({ error }) => error?.cause)).toEqual([undefined, undefined, undefined, error])
    expect(seen[3]?.outcome).toBe(world.fake('db').outcome)
    expect(new Set(seen.map(({ id }) => id)).size).toBe(1)
    expect(seen.every(({ scopeId }) => scopeId === scope.id)).toBe(true)
  })

  for (const [name, listener] of [
    ['throws', () => raise()],
    ['rejects', () => Promise.reject(new Error('bad listener'))],
    ['never settles', () => new Promise<void>(() => {})],
  ] as const) {
    test(`a listener that ${name} stalls nothing, and the others are told all, once`, async () => {
      const world = new World({ db: { does: { stopMs: 5 } }, api: { needs: ['db'] } })
      const scope = world.test()
      const seen: string[] = []
      const all: string[] = []
      scope.onTransition(listener)
      world.engine.onTransition(listener)
      scope.onTransition(({ service, to }) => seen.push(`${service} ${to}`))
      world.engine.onTransition(({ service, to }) => all.push(`${service} ${to}`))
      const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
      onTestFinished(() => warned.mockRestore())
      await world.up(scope, 'api')
      const verdict = await world.close(scope)
      expect(verdict.stopMs).toBe(5)
      expect(verdict.errors).toEqual([])
      expect(seen).toEqual([
        'db starting',
        'db running',
        'api starting',
        'api running',
        'api stopping',
        'api stopped',
        'db stopping',
        'db stopped',
      ])
      expect(all).toEqual(seen)
      const complaints = verdict.warnings.filter((warning) =>
        warning.includes('a transition listener failed: bad listener'),
      )
      expect(complaints).toHaveLength(name === 'never settles' ? 0 : 8)
      expect(warned).toHaveBeenCalledTimes(name === 'never settles' ? 0 : 8)
    })
  }

  test('a listener may stop the service that it is told of, and may leave', async () => {
    const world = new World({ db: {} })
    const scope = world.test()
    const seen: ServiceState[] = []
    const end = scope.onTransition(({ to }) => {
      seen.push(to)
      if (to === 'running') void world.fake('db').stop()
      if (to === 'stopping') end()
    })
    await world.up(scope, 'db')
    await world.clock.advance(10)
    expect(world.state('db')).toBe('stopped')
    expect(seen).toEqual(['starting', 'running', 'stopping'])
    await world.close(scope)
  })

  test('a listener of the signal of the scope that closes it again, or starts something in it, does neither', async () => {
    const world = new World({ db: {}, late: {} })
    const scope = world.test()
    await world.up(scope, 'db')
    const inner: unknown[] = []
    scope.signal.addEventListener('abort', () => {
      inner.push(scope.close())
      inner.push(scope.isClosing)
      scope.start(world.entries, ['late']).catch((error: unknown) => inner.push(error))
    })
    let closed = 0
    scope.onCleanup(() => void closed++)
    const verdict = await world.close(scope)
    expect(await inner[0]).toBe(verdict)
    expect(inner.slice(1)).toEqual([true, expect.objectContaining({ code: 'CURFEW_SCOPE_CLOSED' })])
    expect(closed).toBe(1)
    expect(world.order('launch')).toEqual(['db'])
  })
})

describe('case 47: lines written while stopping', () => {
  test('belong to that service and test, in the file and in the verdict', async () => {
    const root = mkdtempSync(join(tmpdir(), 'curfew-seen-'))
    onTestFinished(() => rmSync(root, { recursive: true, force: true }))
    const engine = createEngine({ settings: { debugging: false, run: newRun({ root }) } })
    onTestFinished(installEngine(engine))
    const owner = { file: 'a.test.ts', test: 'the last words', attempt: 2 }
    const scope = engine.openScope({ kind: 'test', name: 'the last words', owner })
    const speaking = (name: string) =>
      taskService({
        name,
        async run({ signal, log }) {
          await new Promise((resolve) => signal.addEventListener('abort', resolve))
          log.info(`last words of ${name}`)
        },
        cleanup() {
          service(name).log.info(`cleaned up by ${name}`)
        },
      })
    const services = [speaking('one'), speaking('two')]
    const service = (name: string) => services.find(({ serviceName }) => serviceName === name)!
    for (const one of services) await scope.run(() => one.start())
    const verdict = await scope.close()
    for (const { name, lastLines } of verdict.services) {
      expect(lastLines.map(({ text }) => text)).toEqual([
        expect.stringContaining(`last words of ${name}`),
        expect.stringContaining(`cleaned up by ${name}`),
      ])
    }
    for (const { name, log } of scope.members) {
      const records = readFileSync(join(log?.directory() ?? '', 'records.ndjson'), 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>)
      expect(records.map(({ msg }) => msg)).toEqual([`last words of ${name}`, `cleaned up by ${name}`])
      for (const record of records) expect(record).toMatchObject({ service: name, ...owner })
    }
  })
})

describe('case 48: the verdict as data', () => {
  const plan: Plan = {
    name: 'db',
    needs: [],
    fault: 'none',
    launchMs: 30,
    stopMs: 10,
    startTimeoutMs: 500,
    stopTimeoutMs: 100,
    killMs: 2,
    stopPriority: 50,
    exitAfterMs: 20,
  }
  const gone = { gone: true, left: [], suspects: [], killed: [], stopTimeoutMs: 100 }
  const table: readonly (readonly [Fault, ServiceVerdict['state'], object, string | undefined])[] = [
    ['none', 'stopped', { ...gone, how: 'stopped', startMs: 30, stopMs: 10, exit: { code: 0 } }, undefined],
    [
      'ignores stop',
      'stopped',
      { ...gone, how: 'killed', forcedBy: 'limit', startMs: 30, stopMs: 102, exit: { signal: 'SIGKILL' } },
      'CURFEW_KILLED',
    ],
    ['stop throws', 'failed', { ...gone, how: 'failed', forcedBy: 'stop-failed', stopMs: 2 }, 'CURFEW_STOP_FAILED'],
    ['stop rejects', 'failed', { ...gone, how: 'failed', forcedBy: 'stop-failed', stopMs: 2 }, 'CURFEW_STOP_FAILED'],
    ['unclean exit', 'failed', { ...gone, how: 'failed', stopMs: 10, exit: { code: 7 } }, 'CURFEW_UNCLEAN_STOP'],
    ['crashes', 'failed', { ...gone, how: 'exited', startMs: 30, exit: { code: 9 } }, 'CURFEW_CRASHED'],
    [
      'unkillable',
      'failed',
      { how: 'failed', gone: false, left: ['fake'], forcedBy: 'limit', stopMs: 2_100 },
      'CURFEW_LEFT_ALIVE',
    ],
    ['launch fails', 'failed', { ...gone, how: 'failed', startMs: undefined }, 'CURFEW_LAUNCH'],
    ['never ready', 'failed', { ...gone, how: 'failed', startMs: undefined, stopMs: 10 }, 'CURFEW_NOT_READY'],
    [
      'exits while starting',
      'failed',
      { ...gone, how: 'failed', startMs: undefined, exit: { code: 9 } },
      'CURFEW_EXITED_WHILE_STARTING',
    ],
  ]

  test.for(table)('of a service whose fault is "%s": %s', async ([fault, state, outcome, code]) => {
    const log = { ...silentLog(), lastLines: () => [{ timeMs: 1, stream: 'log' as const, text: 'a line' }] }
    const world = new World({ db: partOf({ ...plan, fault }) }, {}, { openLog: async () => log })
    const scope = world.test()
    const started = world.up(scope, 'db').catch(() => {})
    await started
    await world.clock.advance(1_000)
    const verdict = await world.close(scope)
    const [db] = verdict.services
    expect(db).toMatchObject({ name: 'db', runtime: 'task', state, needs: [], startedAtMs: 0, outcome })
    expect(db?.outcome?.errors.map((error) => (error as { code?: string }).code)).toEqual(
      code === undefined ? [] : [code],
    )
    expect(db?.lastLines.map(({ text }) => text)).toEqual(['a line'])
    expect(verdict).toMatchObject({ kind: 'test', name: 'a test', stopOrder: ['db'] })
    expect(verdict.closedAtMs - verdict.stopMs).toBeGreaterThanOrEqual(verdict.openedAtMs)
    expect(() => structuredClone(verdict)).not.toThrow()
  })

  test('of what was killed on demand, of what ended by itself, and of what never started', async () => {
    const world = new World({
      killed: { does: { killMs: 3 } },
      done: { does: { exitAfterMs: 5, exit: { code: 0 } }, options: { mayExit: true } },
      broken: { does: { launchError: new Error('no') } },
      above: { needs: ['broken'] },
    })
    const scope = world.test()
    await world.up(scope, 'killed', 'done')
    await world.up(scope, 'above').catch(() => {})
    await world.clock.until(world.fake('killed').kill())
    await world.clock.advance(10)
    const verdict = await world.close(scope)
    expect(verdict.errors).toEqual([])
    expect(verdict.services.map(({ name, state, outcome }) => [name, state, outcome?.how, outcome?.forcedBy])).toEqual([
      ['killed', 'stopped', 'killed', 'asked'],
      ['done', 'stopped', 'exited', undefined],
      ['broken', 'failed', 'failed', undefined],
    ])
  })

  test('is not held up by last lines that never come', async () => {
    const world = new World({ db: {} })
    const scope = world.test()
    await world.up(scope, 'db')
    const mute = vi.spyOn(FakeRuntime.prototype, 'lastLines').mockImplementation(() => new Promise(() => {}))
    onTestFinished(() => mute.mockRestore())
    world.fake('db').fake?.exit({ code: 1 })
    await world.clock.advance(2_000)
    expect(scope.crash).toMatchObject({ service: 'db' })
    const verdict = await world.close(scope)
    expect(verdict.services[0]?.lastLines).toEqual([])
  })
})

test('case 50: a scope that fails touches neither the exit code nor the handlers of signals', async () => {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'exit', 'uncaughtException', 'unhandledRejection'] as const
  const count = () => signals.map((signal) => process.listenerCount(signal))
  const before = { exitCode: process.exitCode, handlers: count() }
  const world = new World({ db: { does: { exitAfterMs: 5, exit: { code: 1 } } } })
  const scope = world.test()
  await world.up(scope, 'db')
  await world.clock.advance(10)
  const verdict = await world.close(scope)
  expect(verdict.errors).toHaveLength(1)
  expect({ exitCode: process.exitCode, handlers: count() }).toEqual(before)
})

function raise(): never {
  throw new Error('bad listener')
}
