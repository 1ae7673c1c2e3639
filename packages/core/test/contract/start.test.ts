import { describe, expect, test } from 'vitest'
import { BadOptionError, DependencyFailedError, type Service } from '@curfew/core'
import { protocolOf } from '../../src/protocol.ts'
import { World } from './world.ts'

describe('start', () => {
  test('case 1: nothing starts before every dependency, direct or not, is running', async () => {
    const world = new World({
      c: { does: { launchMs: 30 } },
      b: { needs: ['c'], does: { launchMs: 20 } },
      a: { needs: ['b'], does: { launchMs: 10 } },
    })
    const scope = world.test()
    await world.up(scope, 'a')
    expect([world.at('c', 'launch'), world.at('b', 'launch'), world.at('a', 'launch')]).toEqual([0, 30, 50])
    expect(world.clock.nowMs()).toBe(60)
    await world.close(scope)
  })

  test('case 1: running means ready, not merely launched', async () => {
    const gate = Promise.withResolvers<void>()
    const world = new World({
      db: { options: { ready: () => gate.promise } },
      api: { needs: ['db'] },
    })
    const scope = world.test()
    const up = scope.start(world.entries, ['api'])
    await world.clock.advance(1_000)
    expect(world.state('db')).toBe('starting')
    expect(world.order('launch')).toEqual(['db'])
    gate.resolve()
    await world.clock.until(up)
    expect(world.order('launch')).toEqual(['db', 'api'])
    await world.close(scope)
  })

  test('case 2: services with no path between them start at the same time; one that is never ready holds nobody back', async () => {
    const world = new World({
      stuck: { options: { ready: () => new Promise<void>(() => {}), startTimeoutMs: 500 } },
      db: { does: { launchMs: 100 } },
      api: { needs: ['db'], does: { launchMs: 100 } },
    })
    const scope = world.test()
    const stuck = scope.start(world.entries, ['stuck'])
    stuck.catch(() => {})
    await world.up(scope, 'api')
    expect(world.clock.nowMs()).toBe(200)
    expect(world.at('stuck', 'launch')).toBe(0)
    await expect(world.clock.until(stuck)).rejects.toThrow(/"stuck" was not ready within 500 ms/)
    await world.close(scope)
  })

  test('case 3: not ready in time: name, probe, limit, last observation; and it is stopped, not left half up', async () => {
    const world = new World({
      db: {
        options: {
          startTimeoutMs: 700,
          ready: {
            description: `http('/health')`,
            wait: ({ saw, signal }) => {
              saw('status 503')
              return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))
            },
          },
        },
      },
    })
    const scope = world.test()
    const error = await world.up(scope, 'db').then(
      () => undefined,
      (error: Error) => error,
    )
    expect(error).toMatchObject({
      code: 'CURFEW_NOT_READY',
      service: 'db',
      limitMs: 700,
      lastObservation: 'status 503',
    })
    expect(error?.message).toContain(`waited for http('/health')`)
    expect(error?.message).toContain('startTimeoutMs')
    expect(world.order('exit')).toEqual(['db'])
    expect(world.fake('db').outcome).toMatchObject({ how: 'failed', gone: true })
    await world.close(scope)
  })

  test('case 4: a cycle found late, and a factory that returns nonsense, are refused before that service starts', async () => {
    const holder: { b?: Service } = {}
    const world = new World({
      nonsense: { create: () => ({}) as Service },
      bad: {
        create: () => {
          throw new BadOptionError('stopPriority has to be a whole number')
        },
      },
      a: {},
      b: { needs: ['a'] },
    })
    const scope = world.test()
    await expect(world.up(scope, 'nonsense')).rejects.toThrow(
      /The factory of service "nonsense" has to return a service/,
    )
    await expect(world.up(scope, 'bad')).rejects.toThrow(/stopPriority has to be/)
    const [, b] = await world.up(scope, 'a', 'b')
    holder.b = b as Service
    const a = world.fake('a')
    const asked = world.engine.runIn({ scope, lifecycle: lifecycleOf(a) }, () => scope.get('b'))
    await expect(asked).rejects.toMatchObject({ code: 'CURFEW_DEPENDENCY_CYCLE' })
    await expect(asked).rejects.toThrow(/a.*b/s)
    await world.close(scope)
  })

  test('case 5: a service reached over two paths is one instance, started once', async () => {
    const world = new World({ d: {}, b: { needs: ['d'] }, c: { needs: ['d'] }, a: { needs: ['b', 'c'] } })
    const scope = world.test()
    await world.up(scope, 'a')
    expect(world.order('launch').filter((name) => name === 'd')).toHaveLength(1)
    await world.close(scope)
  })

  test('case 6: a wider scope may not need a narrower one, also where it is found late', async () => {
    const world = new World({ wide: { scope: 'file' }, narrow: {} })
    const file = world.file()
    const scope = world.test('t', file)
    await world.up(scope, 'wide', 'narrow')
    const wide = lifecycleOf(world.fake('wide'))
    const asked = world.engine.runIn({ scope: file, lifecycle: wide }, () => scope.get('narrow'))
    await expect(asked).rejects.toMatchObject({ code: 'CURFEW_SCOPE_MISMATCH' })
    await world.close(scope)
    await world.close(file)
  })

  test('case 7: A→B→C and B fails: C is stopped, A is never started, the error names B and keeps the cause', async () => {
    const cause = new Error('no licence')
    const world = new World({ c: {}, b: { needs: ['c'], does: { launchError: cause } }, a: { needs: ['b'] } })
    const scope = world.test()
    const error = await world.up(scope, 'a').catch((error: unknown) => error)
    expect(error).toBeInstanceOf(DependencyFailedError)
    expect(error).toMatchObject({ service: 'a', dependency: 'b' })
    expect(causes(error)).toContain(cause)
    expect(world.order('launch')).toEqual(['c', 'b'])
    expect(world.order('exit')).toEqual(['b', 'c'])
    expect(world.state('c')).toBe('stopped')
    await world.close(scope)
  })

  test('case 7: what others still use is not rolled back', async () => {
    const world = new World({
      c: {},
      other: { needs: ['c'] },
      b: { needs: ['c'], does: { launchError: new Error('no') } },
    })
    const scope = world.test()
    await world.up(scope, 'other')
    await expect(world.up(scope, 'b')).rejects.toThrow(/no/)
    expect([world.state('c'), world.state('other')]).toEqual(['running', 'running'])
    await world.close(scope)
  })

  test('case 8: the start error comes first, errors of the roll-back after it; the roll-back has its own time', async () => {
    const world = new World({
      c: { does: { stopMs: Infinity }, options: { stopTimeoutMs: 4_000 } },
      b: { needs: ['c'], options: { startTimeoutMs: 100, ready: () => new Promise<void>(() => {}) } },
    })
    const scope = world.test()
    const error = await world.up(scope, 'b').catch((error: unknown) => error)
    expect(error).toBeInstanceOf(AggregateError)
    const [first, second] = (error as AggregateError).errors as Error[]
    expect(first).toMatchObject({ code: 'CURFEW_NOT_READY', service: 'b' })
    expect(second).toMatchObject({ code: 'CURFEW_KILLED', service: 'c', limitMs: 4_000 })
    expect(world.clock.nowMs()).toBe(4_100)
    await world.close(scope)
  })

  test('case 9: stop asked for while starting: never reported running, stopped exactly once', async () => {
    const world = new World({ db: { does: { launchMs: 50, stopMs: 5 } } })
    const scope = world.test()
    const states: string[] = []
    scope.onTransition(({ to }) => states.push(to))
    const up = scope.start(world.entries, ['db'])
    up.catch(() => {})
    await world.clock.advance(20)
    await world.clock.until(Promise.all([world.fake('db').stop(), world.fake('db').stop()]))
    await expect(world.clock.until(up)).rejects.toThrow(/told to stop before it was running/)
    await world.clock.advance(100)
    expect(states).toEqual(['starting', 'stopping', 'stopped'])
    expect(world.order('terminate')).toEqual(['db'])
    await world.close(scope)
  })

  test('case 10: a service that never started: stop is a no-op, and starting it afterwards is refused', async () => {
    const world = new World({})
    const scope = world.test()
    const { FakeService } = await import('@curfew/testing')
    const lone = new FakeService({}, { name: 'lone' })
    await scope.run(() => lone.stop())
    const begun = new FakeService({}, { name: 'begun' })
    await world.clock.until(scope.run(() => begun.start()))
    await world.clock.until(begun.stop())
    await expect(scope.run(() => begun.start())).rejects.toMatchObject({ code: 'CURFEW_CANNOT_START' })
    expect(begun.state).toBe('stopped')
    expect(begun.fake?.events.filter((event) => event === 'launch')).toHaveLength(1)
    const adopted = new FakeService({}, { name: 'adopted' })
    scope.adopt(adopted, protocolOf(adopted))
    await adopted.stop()
    expect(adopted.state).toBe('stopped')
    await expect(scope.run(() => adopted.start())).rejects.toMatchObject({ code: 'CURFEW_CANNOT_START' })
    expect(adopted.fake).toBeUndefined()
    await world.close(scope)
  })

  test('case 11: a runtime that dies while starting fails at once, not at the limit', async () => {
    const world = new World({
      db: { does: { exitAfterMs: 30, exit: { code: 3 } }, options: { ready: () => new Promise<void>(() => {}) } },
    })
    const scope = world.test()
    await expect(world.up(scope, 'db')).rejects.toMatchObject({ code: 'CURFEW_EXITED_WHILE_STARTING', service: 'db' })
    expect(world.clock.nowMs()).toBe(30)
    await world.close(scope)
  })

  test('case 12: a scope that closes while services start leaves nothing behind, and the start rejects', async () => {
    const world = new World({ db: { does: { launchMs: 40 } }, api: { needs: ['db'], does: { launchMs: 40 } } })
    const scope = world.test()
    const up = scope.start(world.entries, ['api'])
    up.catch(() => {})
    await world.clock.advance(10)
    const verdict = await world.close(scope)
    await expect(up).rejects.toMatchObject({ code: 'CURFEW_SCOPE_CLOSED' })
    await world.clock.advance(1_000)
    expect(world.order('launch')).toEqual(['db'])
    expect(world.order('exit')).toEqual(['db'])
    expect(verdict.services.map(({ name, state }) => [name, state])).toEqual([['db', 'stopped']])
    await expect(scope.start(world.entries, ['db'])).rejects.toMatchObject({ code: 'CURFEW_SCOPE_CLOSED' })
  })

  test('case 12: a factory that is still busy when the scope closes never starts its service', async () => {
    const made = Promise.withResolvers<Service>()
    const world = new World({ slow: { create: () => made.promise } })
    const scope = world.test()
    const up = scope.start(world.entries, ['slow'])
    up.catch(() => {})
    await world.clock.advance(5)
    await world.close(scope)
    const { FakeService } = await import('@curfew/testing')
    const late = new FakeService()
    made.resolve(late)
    await world.clock.advance(1_000)
    expect(late.fake).toBeUndefined()
    await expect(up).rejects.toMatchObject({ code: 'CURFEW_SCOPE_CLOSED' })
  })

  test('case 13: a shared service that failed to start is not tried again: every test gets the same cause', async () => {
    const cause = new Error('no licence')
    const world = new World({
      db: { scope: 'file', does: { launchError: cause } },
      api: { scope: 'file', needs: ['db'] },
    })
    const file = world.file()
    const first = world.test('one', file)
    const second = world.test('two', file)
    const errors: unknown[] = []
    for (const scope of [first, second]) {
      errors.push(await world.up(scope, 'db').catch((error: unknown) => error))
      errors.push(await world.up(scope, 'api').catch((error: unknown) => error))
      await world.close(scope)
    }
    expect(world.order('launch')).toEqual(['db'])
    for (const error of errors) expect(causes(error)).toContain(cause)
    await world.close(file)
  })
})

function causes(error: unknown): unknown[] {
  const all: unknown[] = []
  for (let at = error; at !== undefined && at !== null; at = (at as { cause?: unknown }).cause) all.push(at)
  return all
}

function lifecycleOf(service: Service) {
  const { lifecycle } = protocolOf(service)
  if (lifecycle === undefined) throw new Error('not adopted')
  return lifecycle
}
