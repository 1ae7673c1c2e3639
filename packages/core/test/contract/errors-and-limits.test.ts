import { describe, expect, test } from 'vitest'
import { completed, taskService } from '@curfew/core'
import { failureOf } from '../../src/scope/verdict.ts'
import { World } from './world.ts'

describe('errors while stopping', () => {
  for (const synchronously of [true, false]) {
    test(`case 25: a stop that ${synchronously ? 'throws' : 'rejects'}: everything else still stops, in order`, async () => {
      const error = new Error('stop broke')
      const world = new World({
        c: {},
        b: { needs: ['c'], does: { stopError: { error, synchronously }, killMs: 5 } },
        a: { needs: ['b'] },
      })
      const scope = world.test()
      await world.up(scope, 'a')
      const verdict = await world.close(scope)
      expect(verdict.stopOrder).toEqual(['a', 'b', 'c'])
      expect(world.order('kill')).toEqual(['b'])
      expect(verdict.errors).toEqual([
        expect.objectContaining({ code: 'CURFEW_STOP_FAILED', service: 'b', cause: error }),
      ])
      expect(world.fake('b').outcome).toMatchObject({ how: 'failed', gone: true, forcedBy: 'stop-failed' })
    })
  }

  test('case 26: several errors are all kept; a single one is thrown as it is', async () => {
    const boom = (message: string) => ({ stopError: { error: new Error(message), synchronously: false } })
    const world = new World({ a: { does: boom('one') }, b: { does: boom('two') } })
    const scope = world.test()
    await world.up(scope, 'a', 'b')
    const { errors } = await world.close(scope)
    const failure = failureOf(errors)
    expect(failure).toBeInstanceOf(AggregateError)
    expect((failure as AggregateError).errors).toEqual(errors)
    expect(failure?.message).toMatch(/one[\s\S]*two/)
    expect(failureOf(errors.slice(0, 1))).toBe(errors[0])
    expect(failureOf([])).toBeUndefined()
  })

  test('case 26: clean-up callbacks: every one runs, and their errors come after those of services', async () => {
    const world = new World({ a: { does: { stopError: { error: new Error('stop'), synchronously: true } } } })
    const scope = world.test()
    const ran: number[] = []
    scope.onCleanup(() => void ran.push(1))
    scope.onCleanup(() => {
      ran.push(2)
      throw new Error('callback')
    })
    scope.onCleanup(() => new Promise<void>(() => {}))
    await world.up(scope, 'a')
    const { errors } = await world.close(scope)
    expect(ran).toEqual([2, 1])
    expect(errors.map((error) => error.message.split('\n')[0])).toEqual([
      expect.stringContaining('The stop of service "a" failed: stop'),
      expect.stringContaining('took longer than 5000 ms'),
      expect.stringContaining('failed: callback'),
    ])
  })

  test('case 28: a failing stop still drops the instance: the next user gets a new one', async () => {
    const world = new World({
      db: { scope: 'file', does: { stopError: { error: new Error('no'), synchronously: true } } },
    })
    const file = world.file()
    const scope = world.test('t', file)
    const [first] = await world.up(scope, 'db')
    await expect(world.clock.until(scope.run(() => first!.stop()))).rejects.toThrow(/no/)
    const [second] = await world.up(scope, 'db')
    expect(second).not.toBe(first)
    expect(second?.state).toBe('running')
    await world.close(scope)
    await world.close(file)
  })
})

describe('time limits and kill', () => {
  test('case 29: ignores the graceful stop: killed after its own limit, which fails the test; its siblings are stopped', async () => {
    const world = new World({
      stubborn: { does: { stopMs: Infinity }, options: { stopTimeoutMs: 300 } },
      sibling: { does: { stopMs: 10 } },
    })
    const scope = world.test()
    await world.up(scope, 'stubborn', 'sibling')
    const verdict = await world.close(scope)
    expect(world.fake('stubborn').outcome).toMatchObject({
      how: 'killed',
      forcedBy: 'limit',
      gone: true,
      stopTimeoutMs: 300,
    })
    expect(world.fake('sibling').outcome).toMatchObject({ how: 'stopped', errors: [] })
    expect(verdict.errors).toEqual([
      expect.objectContaining({ code: 'CURFEW_KILLED', service: 'stubborn', limitMs: 300 }),
    ])
    expect(verdict.stopMs).toBe(300)
  })

  test(`case 29: with onKilled: 'warn' it is a warning`, async () => {
    const world = new World({ s: { does: { stopMs: Infinity }, options: { stopTimeoutMs: 300, onKilled: 'warn' } } })
    const scope = world.test()
    await world.up(scope, 's')
    const verdict = await world.close(scope)
    expect(verdict.errors).toEqual([])
    expect(verdict.warnings).toEqual([expect.stringContaining('Service "s" was killed: it did not stop within 300 ms')])
    expect(world.fake('s').outcome?.how).toBe('killed')
  })

  test('case 30: the next service gets its own full time; services that overrun together take one limit', async () => {
    const stubborn = { does: { stopMs: Infinity }, options: { stopTimeoutMs: 100 } }
    const world = new World({
      slow: { does: { stopMs: 90 }, options: { stopTimeoutMs: 100 } },
      a: { ...stubborn, needs: ['slow'] },
      b: { ...stubborn, needs: ['slow'] },
      c: { ...stubborn, needs: ['slow'] },
    })
    const scope = world.test()
    await world.up(scope, 'a', 'b', 'c')
    const verdict = await world.close(scope)
    expect(verdict.stopMs).toBe(190)
    expect(world.fake('slow').outcome?.how).toBe('stopped')
  })

  test('case 31: stopTimeoutMs 0 sends no graceful request, and never fails', async () => {
    const world = new World({ throwaway: { does: { killMs: 2 }, options: { stopTimeoutMs: 0 } } })
    const scope = world.test()
    await world.up(scope, 'throwaway')
    const verdict = await world.close(scope)
    expect(world.order('terminate')).toEqual([])
    expect(world.order('kill')).toEqual(['throwaway'])
    expect(verdict.errors).toEqual([])
  })

  test('case 31 and 32: Infinity is legal, and the total limit of the scope bounds it: survivors are killed and listed', async () => {
    const world = new World(
      {
        db: { does: { stopMs: 10 } },
        forever: { needs: ['db'], does: { stopMs: Infinity, killMs: 3 }, options: { stopTimeoutMs: Infinity } },
      },
      { limits: { totalStopTimeoutMs: 900 } },
    )
    const scope = world.test()
    await world.up(scope, 'forever')
    const verdict = await world.close(scope)
    expect(verdict.stopMs).toBe(903)
    expect(world.at('db', 'kill')).toBe(903)
    expect(world.order('terminate')).toEqual(['forever'])
    expect(verdict.errors[0]).toMatchObject({
      code: 'CURFEW_SCOPE_STOP_TIMEOUT',
      limitMs: 900,
      survivors: ['db (running, waits for forever)', 'forever (stopping)'],
    })
    expect(verdict.services.map(({ outcome }) => outcome?.forcedBy)).toEqual(['scope-limit', 'scope-limit'])
  })

  test('case 33: one overrun never cancels other stops', async () => {
    const world = new World({
      a: { does: { stopMs: Infinity, killMs: Infinity }, options: { stopTimeoutMs: 50 } },
      b: { does: { stopMs: 400 } },
      c: { does: { stopMs: Infinity }, options: { stopTimeoutMs: 600 } },
    })
    const scope = world.test()
    await world.up(scope, 'a', 'b', 'c')
    const { services } = await world.close(scope)
    expect(services.map(({ outcome }) => [outcome?.how, outcome?.gone])).toEqual([
      ['failed', false],
      ['stopped', true],
      ['killed', true],
    ])
  })

  test('case 34: the error of a limit says service, phase, limit, what waits for it, and each setting that changes it', async () => {
    const world = new World({
      disk: {},
      db: { needs: ['disk'] },
      api: { needs: ['db'], does: { stopMs: Infinity }, options: { stopTimeoutMs: 300 } },
    })
    const scope = world.test()
    await world.up(scope, 'api')
    const { errors } = await world.close(scope)
    expect(errors[0]?.message.replace(/\S+, by \S+/, 'here:1:2')).toMatchInlineSnapshot(`
      "Service "api" was killed: it did not stop within 300 ms of being asked to.
        Declared at  here:1:2
        Held up      disk waits for db waits for api
        To change    stopTimeoutMs of this service (ms) · onKilled: "warn" of this service · limits.stopTimeoutMs, limits.totalStopTimeoutMs of curfew (ms)"
    `)
  })

  const deaf = { what: 'pid 7 (node api.mjs)', isMain: false, wasAsked: true }
  const untold = { what: 'pid 8 (node helper.mjs)', isMain: false, wasAsked: false }

  test('case 36: what got the signal, outlived the limit and was killed is a kill, whatever the main process did', async () => {
    const world = new World({
      db: {},
      api: {
        needs: ['db'],
        does: { stopMs: 5, restMs: 95, rest: { killed: [deaf] } },
        options: { stopTimeoutMs: 100 },
      },
      web: { does: { rest: { killed: [deaf] } }, options: { onKilled: 'warn' } },
    })
    const scope = world.test()
    await world.up(scope, 'api', 'web')
    const verdict = await world.close(scope)
    const killed = [deaf.what]
    expect(world.fake('api').outcome).toMatchObject({ how: 'killed', forcedBy: 'limit', gone: true, killed })
    expect(verdict.errors).toEqual([
      expect.objectContaining({ code: 'CURFEW_KILLED', service: 'api', limitMs: 100, killed }),
    ])
    expect(verdict.errors[0]?.message.replace(/\S+, by \S+/, 'here:1:2')).toMatchInlineSnapshot(`
      "Service "api" was killed: what its main process left did not stop within 100 ms of the service being asked to.
        Killed       pid 7 (node api.mjs)
        Declared at  here:1:2
        Held up      db waits for api
        To change    stopTimeoutMs of this service (ms) · onKilled: "warn" of this service · limits.stopTimeoutMs, limits.totalStopTimeoutMs of curfew (ms)"
    `)
    expect(verdict.warnings).toEqual([expect.stringContaining('Service "web" was killed: what its main process left')])
    expect(world.happened.find(({ service, event }) => service === 'db' && event === 'terminate')?.atMs).toBe(100)
  })

  test('case 36: what never got the signal and was killed is named, and fails nothing', async () => {
    const world = new World({ api: { does: { rest: { killed: [untold] } } } })
    const scope = world.test()
    await world.up(scope, 'api')
    const verdict = await world.close(scope)
    expect(world.fake('api').outcome).toMatchObject({ how: 'stopped', killed: [untold.what], errors: [] })
    expect(verdict.errors).toEqual([])
    expect(verdict.warnings).toEqual([
      'Service "api" ended and left pid 8 (node helper.mjs), which never got the stop signal and was killed. Its main process should pass the signal on, and wait.',
    ])
  })

  test('what a crash leaves has the stop limit: the crash is told at once, what had to be killed after it', async () => {
    const world = new World({
      api: { does: { restMs: 300, rest: { killed: [deaf] } }, options: { stopTimeoutMs: 300 } },
    })
    const scope = world.test()
    await world.up(scope, 'api')
    world.fake('api').fake?.exit({ code: 3 })
    const verdict = await world.close(scope)
    expect(verdict.errors.map((error) => (error as { code?: unknown }).code)).toEqual([
      'CURFEW_CRASHED',
      'CURFEW_KILLED',
    ])
    expect(world.order('kill')).toEqual([])
  })

  test.for([{ mayExit: true }, { ready: completed() }])(
    'a command that goes to the background is an error: %o',
    async (options) => {
      const left = 'pid 9 (redis-server *:6379)'
      const rest = { leftBehind: [left] }
      const world = new World({
        db: { does: { exitAfterMs: 5, exit: { code: 0 }, restMs: 20, rest }, options },
        web: { needs: ['db'] },
      })
      const scope = world.test()
      const isReadyFirst = options.mayExit === true
      const up = world.up(scope, 'web')
      if (isReadyFirst) await up
      else
        await expect(up).rejects.toMatchObject({ cause: { code: 'CURFEW_LEFT_BEHIND', service: 'db', left: [left] } })
      const verdict = await world.close(scope)
      expect(world.fake('db').outcome).toMatchObject({ how: 'failed', gone: true })
      if (isReadyFirst)
        expect(verdict.errors).toMatchObject([{ code: 'CURFEW_LEFT_BEHIND', service: 'db', left: [left] }])
      else expect(world.order('launch')).toEqual(['db'])
      expect(world.fake('db').outcome?.errors[0]?.message).toContain('in the foreground')
    },
  )

  test('case 37: another exit than a clean stop, after it was asked to, is an error; stopping goes on', async () => {
    const world = new World({
      db: {},
      api: { needs: ['db'], does: { stopMs: 5, stopExit: { code: 7 } } },
    })
    const scope = world.test()
    await world.up(scope, 'api')
    const verdict = await world.close(scope)
    expect(verdict.stopOrder).toEqual(['api', 'db'])
    expect(verdict.errors).toEqual([expect.objectContaining({ code: 'CURFEW_UNCLEAN_STOP', service: 'api' })])
    expect(verdict.errors[0]?.message).toContain('exit code 7')
  })

  test('case 38: a task that ignores its signal is left behind loudly: its context is closed, the name is said', async () => {
    const world = new World({})
    const scope = world.test()
    const caught: unknown[] = []
    const go = Promise.withResolvers<void>()
    const deaf = taskService({
      name: 'deaf',
      stopTimeoutMs: 50,
      async run(context) {
        await go.promise
        try {
          await context.sleep(1)
        } catch (error) {
          caught.push(error)
        }
        try {
          context.log.info('still here')
        } catch (error) {
          caught.push(error)
        }
      },
    })
    await world.clock.until(scope.run(() => deaf.start()))
    const verdict = await world.close(scope)
    expect(verdict.errors).toEqual([expect.objectContaining({ code: 'CURFEW_LEFT_ALIVE', service: 'deaf' })])
    expect(verdict.errors[0]?.message).toContain('ignores its signal')
    expect(deaf.outcome).toMatchObject({ how: 'failed', gone: false, forcedBy: 'limit' })
    go.resolve()
    await world.clock.advance(10)
    expect(caught).toHaveLength(2)
  })
})
