import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { createEngine } from '../../src/engine/engine.ts'
import type { Scope } from '../../src/scope/scope.ts'
import { FakeService } from '@curfew/testing'
import { silentLog, World } from './world.ts'

const never = () => new Promise<void>(() => {})
const hour = 3_600_000

describe('whose clock pays: each start has its own limit, and the scope a total', () => {
  test('30 s for one start, unless the service or the plugin says otherwise; the error names the service', async () => {
    for (const [options, limits, limitMs] of [
      [{}, {}, 30_000],
      [{ startTimeoutMs: 700 }, {}, 700],
      [{}, { startTimeoutMs: 900 }, 900],
      [{ startTimeoutMs: 700 }, { startTimeoutMs: 900 }, 700],
      [{ startTimeoutMs: 40_000 }, { startTimeoutMs: 900 }, 40_000],
    ] as const) {
      const world = new World({ db: { options: { ...options, ready: never } } }, { limits })
      const scope = world.test()
      await expect(world.up(scope, 'db')).rejects.toThrow(`Service "db" was not ready within ${limitMs} ms`)
      expect(world.clock.nowMs()).toBe(limitMs)
      await world.close(scope)
    }
  })

  test('the wait for what it needs is not charged to a service', async () => {
    const world = new World({
      db: { does: { launchMs: 900 } },
      api: { needs: ['db'], does: { launchMs: 900 }, options: { startTimeoutMs: 1_000 } },
    })
    const scope = world.test()
    await world.up(scope, 'api')
    expect(world.clock.nowMs()).toBe(1_800)
    await world.close(scope)
  })

  test('the total limit of a request names what it waited for; what was started only for it is stopped again', async () => {
    const part = { does: { launchMs: 400, stopMs: 10 } }
    const world = new World(
      { a: part, b: { ...part, needs: ['a'] }, c: { ...part, needs: ['b'] } },
      { limits: { totalStartTimeoutMs: 1_000 } },
    )
    const scope = world.test()
    await expect(world.up(scope, 'a', 'c')).rejects.toMatchObject({
      code: 'CURFEW_START_TIMEOUT',
      message: expect.stringMatching(/not all running within 1000 ms: .*c \(starting\)[\s\S]*totalStartTimeoutMs/),
    })
    expect(world.order('exit')).toEqual(['c', 'b', 'a'])
    expect((await world.close(scope)).errors).toEqual([])
  })

  test('5 s for one stop, unless the service or the plugin says otherwise', async () => {
    for (const [options, limits, limitMs] of [
      [{}, {}, 5_000],
      [{ stopTimeoutMs: 70 }, { stopTimeoutMs: 900 }, 70],
      [{}, { stopTimeoutMs: 900 }, 900],
    ] as const) {
      const world = new World({ db: { does: { stopMs: Infinity }, options } }, { limits })
      const scope = world.test()
      await world.up(scope, 'db')
      const { errors, stopMs } = await world.close(scope)
      expect(stopMs).toBe(limitMs)
      expect(errors).toEqual([expect.objectContaining({ code: 'CURFEW_KILLED', limitMs })])
    }
  })

  test('60 s for a whole scope, and 2 s from a kill until it is given up', async () => {
    const forever = { does: { stopMs: Infinity, killMs: Infinity }, options: { stopTimeoutMs: Infinity } }
    const world = new World({ db: forever })
    const scope = world.test()
    await world.up(scope, 'db')
    const { errors, stopMs } = await world.close(scope)
    expect(stopMs).toBe(62_000)
    expect(errors.map((error) => (error as { code?: string }).code)).toEqual([
      'CURFEW_SCOPE_STOP_TIMEOUT',
      'CURFEW_LEFT_ALIVE',
    ])
  })

  test('case 31 and 32: a quiesce that hangs is bounded by the total limit, whatever the own limit is', async () => {
    const world = new World({
      load: { options: { quiesce: never, stopTimeoutMs: Infinity } },
      db: { options: { quiesce: never, stopTimeoutMs: 200 }, does: { stopMs: 5 } },
    })
    const scope = world.test()
    await world.up(scope, 'load', 'db')
    const { errors, stopMs } = await world.close(scope)
    expect(stopMs).toBe(60_000)
    expect(errors[0]).toMatchObject({ code: 'CURFEW_SCOPE_STOP_TIMEOUT' })
    expect(world.order('exit')).toHaveLength(2)
  })

  test('one clean-up has 5 s; those after it run all the same, and the dependencies wait for it', async () => {
    const world = new World({
      db: {},
      api: { needs: ['db'], options: { cleanup: never } },
    })
    const scope = world.test()
    await world.up(scope, 'api')
    const { errors, stopMs } = await world.close(scope)
    expect(stopMs).toBe(5_000)
    expect(world.at('db', 'terminate')).toBe(5_000)
    expect(errors).toEqual([expect.objectContaining({ code: 'CURFEW_CLEANUP_FAILED', service: 'api' })])
    expect(errors[0]?.message).toContain('took longer than 5000 ms')
  })
})

describe('an order that is long on its way: limits begin when it was taken, and what is needed waits for that', () => {
  const ordered = (orderMs: number, stopMs: number, killMs = 0) => ({ orderMs, stopMs, killMs })
  test.for([
    // orderMs, stopMs, killMs → the end of `api`, and how; its limits are 5 s and 2 s, and an order may take 45 s.
    ['taken late, and obeyed', ordered(30_000, 10), 30_010, { how: 'stopped', forcedBy: undefined }],
    ['taken late, and obeyed at its limit', ordered(30_000, 4_999), 34_999, { how: 'stopped', forcedBy: undefined }],
    ['taken late, and ignored', ordered(20_000, Infinity), 45_000, { how: 'killed', forcedBy: 'limit' }],
    ['taken late, and hard to kill', ordered(20_000, Infinity, 1_999), 46_999, { how: 'killed', forcedBy: 'limit' }],
    [
      'never taken, nor is the kill',
      ordered(Infinity, 0),
      94_000,
      { how: 'failed', forcedBy: 'stop-failed', gone: false },
    ],
  ] as const)('%s', async ([, does, endMs, outcome]) => {
    const world = new World(
      { db: { does: { stopMs: 5 } }, api: { needs: ['db'], does } },
      { limits: { totalStopTimeoutMs: Infinity } },
    )
    const scope = world.test()
    await world.up(scope, 'api')
    await world.close(scope)
    expect(world.fake('api').outcome).toMatchObject(outcome)
    // Not a moment before its dependant was over, or given up.
    expect(world.at('db', 'terminate')).toBe(endMs)
  })

  test('the total limit of a scope bounds it as well', async () => {
    const world = new World({
      db: {},
      api: { needs: ['db'], does: { orderMs: 44_000, stopMs: Infinity }, options: { stopTimeoutMs: 30_000 } },
    })
    const scope = world.test()
    await world.up(scope, 'api')
    const { errors } = await world.close(scope)
    expect(world.at('api', 'kill')).toBe(60_000)
    expect(world.at('db', 'kill')).toBe(104_000)
    expect(errors[0]).toMatchObject({ code: 'CURFEW_SCOPE_STOP_TIMEOUT' })
  })

  test('an order that nobody took says so', async () => {
    const world = new World({ api: { does: { orderMs: Infinity } } })
    const scope = world.test()
    await world.up(scope, 'api')
    const { errors } = await world.close(scope)
    expect(errors.map(({ message }) => message)).toContainEqual(
      expect.stringContaining('nobody carried the order out within 45000 ms'),
    )
  })
})

describe('debugging: no limit of ours ends anything', () => {
  test('neither of a start, nor of its total', async () => {
    const gate = Promise.withResolvers<void>()
    const world = new World(
      { db: { options: { ready: () => gate.promise, startTimeoutMs: 100 } } },
      { debugging: true, limits: { startTimeoutMs: 50, totalStartTimeoutMs: 60 } },
    )
    const scope = world.test()
    const up = scope.start(world.entries, ['db'])
    await world.clock.advance(hour)
    expect(world.state('db')).toBe('starting')
    gate.resolve()
    await world.clock.until(up)
    await world.close(scope)
  })

  test('nor of a stop, a kill, a quiesce, a clean-up, nor of the whole scope', async () => {
    const gates = Array.from({ length: 3 }, () => Promise.withResolvers<void>())
    const [quiet, cleaned, called] = gates.map(({ promise }) => promise)
    const world = new World(
      {
        db: {
          does: { stopMs: 2 * hour },
          options: { stopTimeoutMs: 100, quiesce: () => quiet, cleanup: () => cleaned },
        },
      },
      { debugging: true, limits: { stopTimeoutMs: 1, killTimeoutMs: 1, cleanupTimeoutMs: 1, totalStopTimeoutMs: 1 } },
    )
    const scope = world.test()
    scope.onCleanup(() => called)
    await world.up(scope, 'db')
    const closing = scope.close()
    for (const gate of gates) {
      await world.clock.advance(3 * hour)
      gate.resolve()
    }
    const verdict = await world.clock.until(closing)
    expect(world.order('kill')).toEqual([])
    expect(verdict.errors).toEqual([])
    expect(verdict.warnings).toEqual([])
    expect(verdict.services[0]?.outcome).toMatchObject({ how: 'stopped', stopMs: 2 * hour })
  })

  test('a kill that is asked for still is one: by hand, or by stopTimeoutMs 0', async () => {
    const part = { does: { stopMs: Infinity, killMs: 3 } }
    const world = new World(
      { byHand: part, throwaway: { ...part, options: { stopTimeoutMs: 0 } } },
      { debugging: true },
    )
    const scope = world.test()
    await world.up(scope, 'byHand', 'throwaway')
    await world.clock.until(world.fake('byHand').kill())
    await world.close(scope)
    expect(world.order('kill')).toEqual(['byHand', 'throwaway'])
    expect(world.order('terminate')).toEqual([])
  })

  test('CURFEW_DEBUG=1 is how to ask for it', () => {
    onTestFinished(() => {
      vi.unstubAllEnvs()
    })
    for (const [value, debugging] of [
      ['1', true],
      ['0', false],
      [undefined, false],
    ] as const) {
      vi.stubEnv('CURFEW_DEBUG', value)
      expect(createEngine().settings.debugging).toBe(debugging)
    }
  })
})

describe('hooks: what must run after the services are gone is scope.onCleanup', () => {
  test('registered in another callback or after the close began it is refused, not lost', async () => {
    const world = new World({})
    const scope = world.test()
    const refused: unknown[] = []
    scope.onCleanup(() => {
      try {
        scope.onCleanup(() => {})
      } catch (error) {
        refused.push(error)
      }
    })
    await world.close(scope)
    expect(refused).toEqual([expect.objectContaining({ code: 'CURFEW_SCOPE_CLOSED' })])
    expect(() => scope.onCleanup(() => {})).toThrow(/is closing/)
  })

  test('beforeAll and beforeEach get the services of their scope: a wide scope starts only wide ones', async () => {
    const world = new World({ db: { scope: 'file' }, api: {} })
    const file = world.file()
    await world.up(file, 'db')
    await expect(world.up(file, 'api')).rejects.toThrow(/Service "api" has scope "test"/)
    await world.close(file)
  })
})

describe('what comes while a stop is under way', () => {
  test('case 14: a service that comes to need one whose stop was asked for stops before it all the same', async () => {
    const world = new World({
      db: {},
      load: { needs: ['db'], does: { stopMs: 100 } },
    })
    const scope = world.test()
    const [, db] = await world.up(scope, 'load', 'db')
    const api = scope.run(() => new FakeService({ stopMs: 30 }, { name: 'api', needs: [db!] }))
    const above = scope.run(() => new FakeService({ stopMs: 30 }, { name: 'above', needs: [api] }))
    const stop = world.fake('db').stop()
    await world.clock.advance(50)
    const late = scope.run(() => above.start())
    await world.clock.advance(0)
    expect([above.state, world.state('db')]).toEqual(['running', 'running'])
    await world.clock.until(Promise.all([stop, late]))
    expect(world.at('db', 'terminate')).toBe(160)
    expect((await world.close(scope)).stopOrder).toEqual(['load', 'above', 'api', 'db'])
  })

  test('case 28: who asks for one that is stopping gets a new one, once the old one is gone', async () => {
    const world = new World({ db: { does: { stopMs: 100 } }, api: { needs: ['db'] } })
    const scope = world.test()
    const [old] = await world.up(scope, 'db')
    const stop = old!.stop()
    await world.clock.advance(50)
    const [[direct], [api]] = await world.clock.until(
      Promise.all([scope.start(world.entries, ['db']), scope.start(world.entries, ['api'])]),
    )
    expect(direct).not.toBe(old)
    expect(api?.dependencies.names()).toEqual(['db'])
    expect([...(api?.dependencies ?? [])]).toEqual([direct])
    expect(world.happened.filter(({ event }) => event === 'launch').map(({ atMs }) => atMs)).toEqual([0, 100, 100])
    await stop
    const verdict = await world.close(scope)
    expect(verdict.stopOrder).toEqual(['db', 'api', 'db'])
  })

  test('case 39: who asks for one that has just crashed gets its error, not the rest of it', async () => {
    const world = new World(
      { db: { scope: 'file', does: { exitAfterMs: 10, exit: { code: 1 } } }, api: { needs: ['db'] } },
      {},
      { openLog: async () => ({ ...silentLog(), flush: () => world.clock.sleep(500) }) },
    )
    const file = world.file()
    const scopes = ['one', 'two', 'three'].map((name) => world.test(name, file)) as [Scope, Scope, Scope]
    const [one, two, three] = scopes
    await world.up(one, 'db')
    await world.clock.advance(100)
    expect(world.state('db')).toBe('stopping')
    await expect(world.up(two, 'db')).rejects.toBe(one.crash)
    await expect(world.up(three, 'api')).rejects.toMatchObject({ dependency: 'db', cause: one.crash })
    for (const scope of [...scopes, file]) await world.close(scope)
  })

  test('case 28: one that was stopped while starting, and failed to, is dropped: the next user gets a new one', async () => {
    const stopError = { error: new Error('no'), synchronously: true }
    const world = new World({ db: { does: { launchMs: 20, stopError } } })
    const scope = world.test()
    const up = scope.start(world.entries, ['db'])
    up.catch(() => {})
    await world.clock.advance(10)
    const first = world.fake('db')
    await world.clock.until(first.stop()).catch(() => {})
    await expect(up).rejects.toThrow(/told to stop/)
    const [second] = await world.up(scope, 'db')
    expect(second).not.toBe(first)
    await world.close(scope)
  })

  test('case 8: what a start says that fails after the close began is in the verdict', async () => {
    const world = new World({
      db: { does: { stopMs: 100 }, options: { ready: never, startTimeoutMs: 50 } },
    })
    const scope = world.test()
    const up = scope.start(world.entries, ['db'])
    up.catch(() => {})
    await world.clock.advance(70)
    const { errors } = await world.close(scope)
    await expect(up).rejects.toMatchObject({ code: 'CURFEW_SCOPE_CLOSED' })
    expect(errors).toEqual([expect.objectContaining({ code: 'CURFEW_NOT_READY', service: 'db' })])
  })
})
