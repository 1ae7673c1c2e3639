import { describe, expect, test, vi } from 'vitest'
import { CleanupRefusedError, ServiceList, taskService, type Cluster, type Service } from '@curfew/core'
import type { Scope } from '../../src/scope/scope.ts'
import { FakeService } from '@curfew/testing'
import { World, type Part } from './world.ts'

/** `db`, and `api` that needs it and hangs on a node of a cluster; what happens to both is noted in order. */
function worldWithCleanup(api: Part = {}) {
  const order: string[] = []
  const world: World = new World(
    {
      db: { does: { stopMs: 10 }, options: { cleanup: () => void order.push('db cleaned up') } },
      api: {
        needs: ['db', 'cluster'],
        create: ({ db, cluster }) =>
          new FakeService(
            { stopMs: 10, ...api.does },
            {
              on: (cluster as Cluster).nodes[0],
              needs: [db!],
              cleanup: () => void order.push(`api cleaned up, db ${db!.state}`),
              ...api.options,
            },
            (fake, event) => {
              world.fakes.set('api', fake)
              if (event === 'exit') order.push('api gone')
            },
          ),
      },
    },
    {},
    { observe: (fake, event) => void (event === 'exit' && order.push(`${fake.serviceName} gone`)) },
  )
  return { world, order }
}

const rightOrder = ['api gone', 'api cleaned up, db running']

interface Parts {
  readonly api: Service
  readonly scope: Scope
  readonly world: World
}

const ends: Record<string, (parts: Parts) => unknown> = {
  'stop()': ({ api }) => api.stop(),
  'kill()': ({ api }) => api.kill(),
  'stop() of a list': ({ scope }) => scope.services.findByName('api').stop(),
  'kill() of a list': ({ scope }) => scope.services.findByName('api').kill(),
  'graduallyStop()': ({ scope }) => scope.services.findByName('api').graduallyStop(),
  'graduallyStopAndCleanup()': ({ scope }) => scope.services.findByName('api').graduallyStopAndCleanup(),
  'destroy() of its node': async ({ scope }) => ((await scope.get('cluster')) as Cluster).nodes[0]!.destroy(),
  'destroy() of its cluster': async ({ scope }) => ((await scope.get('cluster')) as Cluster).destroy(),
  'the stop of what it needs': ({ world }) => world.fake('db').stop(),
  'an exit that was expected': async ({ api, world }) => {
    void api.expectExit()
    world.fake('api').fake?.exit({ code: 3 })
    await api.waitTillStopped()
  },
  'a crash': async ({ api, world }) => {
    world.fake('api').fake?.exit({ code: 3 })
    await api.waitTillStopped()
  },
}

describe('clean-up runs once it is gone, before what it needs stops, and not again at the end of the scope', () => {
  test.for(Object.entries(ends))('%s', async ([, end]) => {
    const { world, order } = worldWithCleanup()
    const scope = world.test()
    const [api] = (await world.up(scope, 'api')) as [Service]
    await world.clock.until(Promise.resolve(end({ api, scope, world })))
    await world.clock.advance(0)
    expect(order.slice(0, 2)).toEqual(rightOrder)
    await world.close(scope)
    expect(order.filter((what) => what.includes('cleaned'))).toEqual(['api cleaned up, db running', 'db cleaned up'])
  })

  test('a failed start, though the test goes on', async () => {
    const { world, order } = worldWithCleanup({ does: { exitAfterMs: 1 }, options: { ready: () => false } })
    const scope = world.test()
    await world.up(scope, 'db')
    const failed = scope.start(world.entries, ['api']).catch((error: unknown) => error)
    expect(await world.clock.until(failed)).toMatchObject({ code: 'CURFEW_EXITED_WHILE_STARTING' })
    expect(order).toEqual(rightOrder)
    const { errors } = await world.close(scope)
    expect(errors).toEqual([])
    expect(order.filter((what) => what.startsWith('api'))).toEqual(rightOrder)
  })

  test('a start that was called off', async () => {
    const { world, order } = worldWithCleanup({ options: { ready: () => false } })
    const scope = world.test()
    const start = scope.start(world.entries, ['api']).catch((error: unknown) => error)
    await world.clock.advance(5)
    await world.clock.until(world.fake('api').stop())
    expect(order).toEqual(rightOrder)
    await world.close(scope)
    await start
    expect(order.filter((what) => what.startsWith('api'))).toEqual(rightOrder)
  })

  test('one that never started has nothing to clean up', async () => {
    const cleanup = vi.fn()
    const world = new World({})
    const scope = world.test()
    const never = new FakeService({}, { cleanup })
    const refused = new FakeService({}, { cleanup, needs: [new FakeService({ launchError: new Error('broken') })] })
    await expect(world.clock.until(scope.run(() => refused.start()))).rejects.toMatchObject({
      code: 'CURFEW_DEPENDENCY_FAILED',
    })
    for (const service of [never, refused]) await service.cleanup()
    await new ServiceList([never, refused]).cleanup()
    await world.close(scope)
    expect(cleanup).not.toHaveBeenCalled()
  })
})

describe('what ended by itself, as it may, is still used', () => {
  /** `db` ← `migrate`, which ends by itself ← `api` */
  function worldWithOneShot() {
    const order: string[] = []
    const world = new World(
      {
        db: { does: { stopMs: 10 } },
        migrate: {
          needs: ['db'],
          does: { exitAfterMs: 5, exit: { code: 0 } },
          options: { mayExit: true, cleanup: () => void order.push(`migrate cleaned up, db ${world.state('db')}`) },
        },
        api: { needs: ['migrate'], does: { stopMs: 10 } },
      },
      {},
      { observe: (fake, event) => void (event === 'exit' && order.push(`${fake.serviceName} gone`)) },
    )
    return { world, order }
  }

  async function upAndOver(world: World, scope: Scope): Promise<void> {
    await world.up(scope, 'api')
    await world.clock.advance(10)
    expect(world.state('migrate')).toBe('stopped')
  }

  test('its clean-up waits until all that needs it is gone', async () => {
    const { world, order } = worldWithOneShot()
    const scope = world.test()
    await upAndOver(world, scope)
    expect(order).toEqual(['migrate gone'])
    await world.close(scope)
    expect(order).toEqual(['migrate gone', 'api gone', 'migrate cleaned up, db running', 'db gone'])
  })

  test('whoever stops what it needs stops its dependants and cleans it up first; who asks again gets a new one', async () => {
    const { world, order } = worldWithOneShot()
    const scope = world.test()
    await upAndOver(world, scope)
    const first = world.fake('migrate')
    await world.clock.until(world.fake('db').stop())
    expect(order).toEqual(['migrate gone', 'api gone', 'migrate cleaned up, db running', 'db gone'])
    await world.up(scope, 'api')
    expect(world.fake('migrate')).not.toBe(first)
    await world.close(scope)
    expect(order.filter((what) => what.startsWith('migrate cleaned'))).toHaveLength(2)
  })

  test.for(['of the service', 'of a list'])('cleanup() %s runs it at once, and only once', async (whose) => {
    const { world, order } = worldWithOneShot()
    const scope = world.test()
    await upAndOver(world, scope)
    const cleanUp = async () => {
      if (whose === 'of a list') await scope.services.findByName('migrate').cleanup()
      else await world.fake('migrate').cleanup()
    }
    await cleanUp()
    await cleanUp()
    expect(order).toEqual(['migrate gone', 'migrate cleaned up, db running'])
    await world.close(scope)
    expect(order.filter((what) => what.includes('cleaned up'))).toHaveLength(1)
  })
})

test('the next instance starts after the one before is cleaned up', async () => {
  const order: string[] = []
  const cleaning = Promise.withResolvers<void>()
  const world = new World({
    db: {
      create: () =>
        new FakeService(
          {},
          { cleanup: () => cleaning.promise.then(() => void order.push('cleaned up')) },
          (_, event) => {
            if (event === 'launch') order.push('launch')
          },
        ),
    },
  })
  const scope = world.test()
  const [db] = (await world.up(scope, 'db')) as [Service]
  const stop = db.stop()
  await world.clock.advance(0)
  expect(db.state).toBe('stopped')
  const next = scope.get('db')
  await world.clock.advance(100)
  expect(order).toEqual(['launch'])
  cleaning.resolve()
  await world.clock.until(Promise.all([stop, next]))
  expect(order).toEqual(['launch', 'cleaned up', 'launch'])
  await world.close(scope)
})

describe('cleanup() of a service that is not over', () => {
  test('is refused, naming it, its state and what to do, and it is cleaned up at its end all the same', async () => {
    const cleanup = vi.fn()
    const world = new World({ db: { does: { stopMs: 10 }, options: { cleanup } } })
    const scope = world.test()
    await world.up(scope, 'db')
    const db = world.fake('db')
    await expect(db.cleanup()).rejects.toThrow(CleanupRefusedError)
    await expect(db.cleanup()).rejects.toMatchObject({
      code: 'CURFEW_CLEANUP_REFUSED',
      service: 'db',
      state: 'running',
      message:
        'Service "db" cannot be cleaned up: it is running. Its clean-up runs by itself, once, when it is gone.\n' +
        '  To change  await its stop() or kill(), which clean up too, instead of calling cleanup()',
    })
    const stop = db.stop()
    await world.clock.advance(0)
    await expect(db.cleanup()).rejects.toMatchObject({ state: 'stopping' })
    expect(cleanup).not.toHaveBeenCalled()
    await world.clock.until(stop)
    expect(cleanup).toHaveBeenCalledOnce()
    await world.close(scope)
    expect(cleanup).toHaveBeenCalledOnce()
  })

  test('is refused of a list before anything is done', async () => {
    const cleanup = vi.fn()
    const over = { does: { exitAfterMs: 1, exit: { code: 0 } }, options: { mayExit: true, cleanup } }
    const world = new World({ job: over, db: { options: { cleanup } } })
    const scope = world.test()
    await world.up(scope, 'job', 'db')
    await world.clock.advance(5)
    await expect(scope.services.cleanup()).rejects.toMatchObject({ code: 'CURFEW_CLEANUP_REFUSED', service: 'db' })
    expect(cleanup).not.toHaveBeenCalled()
    await world.close(scope)
    expect(cleanup).toHaveBeenCalledTimes(2)
  })
})

describe('services that wait for each other', () => {
  interface Waiting {
    readonly what: string
    /** What the clean-up of each one does with the next one; the services form a ring. */
    readonly act: (next: Service) => unknown
    readonly verb: string
    readonly size: number
  }
  const rings: readonly Waiting[] = [
    { what: 'cleanup() of each other', act: (next) => next.cleanup(), verb: 'cleanup', size: 2 },
    {
      what: 'cleanup() of each other in a list',
      act: (next) => new ServiceList([next]).cleanup(),
      verb: 'cleanup',
      size: 2,
    },
    { what: 'cleanup() in a ring of three', act: (next) => next.cleanup(), verb: 'cleanup', size: 3 },
    { what: 'stop() of each other', act: (next) => next.stop(), verb: 'stop', size: 2 },
    { what: 'kill() in a ring of three', act: (next) => next.kill(), verb: 'kill', size: 3 },
  ]

  test.for(rings)('in their clean-ups: $what is refused at once', async ({ act, verb, size }) => {
    const names = Array.from({ length: size }, (_, index) => `s${index}`)
    const thrown: unknown[] = []
    const world: World = new World(
      Object.fromEntries(
        names.map((name, index) => [
          name,
          {
            does: { exitAfterMs: 1, exit: { code: 0 } },
            options: {
              mayExit: true,
              cleanup: async () => {
                // All of them are over by then, and none is cleaned up.
                await world.clock.sleep(10)
                await Promise.resolve(act(world.fake(names[(index + 1) % size]!))).catch((error: unknown) => {
                  thrown.push(error)
                  throw error
                })
              },
            },
          },
        ]),
      ),
    )
    const scope = world.test()
    await world.up(scope, ...names)
    await world.clock.advance(5)
    const { errors } = await world.close(scope)
    expect(world.clock.nowMs()).toBe(15)
    const [refused] = thrown as { chain: string[]; message: string }[]
    expect(refused).toMatchObject({ code: 'CURFEW_SELF_STOP', service: names.at(-1), target: 's0' })
    expect(refused?.chain).toEqual(names.toReversed())
    expect(refused?.message).toContain(`Service "${names.at(-1)}" cannot ${verb} "s0"`)
    expect(refused?.message).toContain(`${names.at(-1)} is awaited by ${names.at(-2)}`)
    expect(refused?.message).toContain('let only one of them wait for the other')
    // Each one throws what the next one threw.
    expect(errors.map((error) => (error as { code?: string }).code)).toEqual(names.map(() => 'CURFEW_CLEANUP_FAILED'))
    expect(errors).toContainEqual(expect.objectContaining({ service: names.at(-1), cause: refused }))
  })

  test('in their bodies: the second one that stops the first is refused at once', async () => {
    const services: Service[] = []
    const thrown: unknown[] = []
    const body = (other: number, isFirst: boolean) => async (signal: AbortSignal) => {
      if (!isFirst) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
      else await world.clock.sleep(10)
      await services[other]!.stop().catch((error: unknown) => thrown.push(error))
    }
    const world: World = new World({
      a: { create: () => (services[0] = taskService({ run: ({ signal }) => body(1, true)(signal) })) },
      b: { create: () => (services[1] = taskService({ run: ({ signal }) => body(0, false)(signal) })) },
    })
    const scope = world.test()
    await world.up(scope, 'a', 'b')
    await world.clock.advance(20)
    expect(thrown).toEqual([
      expect.objectContaining({ code: 'CURFEW_SELF_STOP', service: 'b', target: 'a', chain: ['b', 'a'] }),
    ])
    expect(services.map(({ outcome }) => outcome?.how)).toEqual(['exited', 'stopped'])
    const { errors } = await world.close(scope)
    expect(errors).toEqual([])
    expect(world.clock.nowMs()).toBe(20)
  })

  test('in their clean-ups, one after the other, both are cleaned up', async () => {
    const order: string[] = []
    const world: World = new World({
      job: {
        does: { exitAfterMs: 1, exit: { code: 0 } },
        options: {
          mayExit: true,
          cleanup: async () => {
            await world.fake('other').cleanup()
            order.push('job')
          },
        },
      },
      other: {
        does: { exitAfterMs: 1, exit: { code: 0 } },
        options: { mayExit: true, cleanup: () => void order.push('other') },
      },
    })
    const scope = world.test()
    await world.up(scope, 'job', 'other')
    await world.clock.advance(5)
    expect((await world.close(scope)).errors).toEqual([])
    expect(order).toEqual(['other', 'job'])
  })
})

describe('whose clean-up it is', () => {
  class Store extends FakeService {
    readonly #order: string[]
    constructor(order: string[]) {
      super({}, { name: 'store', cleanup: () => void order.push('option') })
      this.#order = order
    }

    override async cleanup(): Promise<void> {
      this.#order.push(`method, ${this.state}`)
      await super.cleanup()
    }
  }

  test('that of a subclass, once, and through super that of the option', async () => {
    const order: string[] = []
    const world = new World({})
    const scope = world.test()
    const store = new Store(order)
    await store.cleanup()
    await world.clock.until(scope.run(() => store.start()))
    await expect(store.cleanup()).rejects.toThrow(CleanupRefusedError)
    await world.clock.until(store.stop())
    await store.cleanup()
    await world.close(scope)
    expect(order).toEqual(['method, stopped', 'option'])
  })

  test('one that a test puts in its place, as a spy does', async () => {
    const order: string[] = []
    const world = new World({})
    const scope = world.test()
    const store = new Store(order)
    const spy = vi.spyOn(store, 'cleanup')
    await world.clock.until(scope.run(() => store.start()))
    await world.clock.until(store.stop())
    await world.close(scope)
    expect(spy).toHaveBeenCalledOnce()
    expect(order).toEqual(['method, stopped', 'option'])
  })
})

describe('a clean-up that fails', () => {
  const failing = () => {
    throw new Error('rows are left')
  }

  test('is in the verdict once, and who stopped the service is told too; how the service ended stays', async () => {
    const world = new World({ db: { options: { cleanup: failing } } })
    const scope = world.test()
    await world.up(scope, 'db')
    const failure = { code: 'CURFEW_CLEANUP_FAILED', service: 'db', cause: new Error('rows are left') }
    await expect(world.clock.until(world.fake('db').stop())).rejects.toMatchObject(failure)
    expect(world.fake('db').outcome).toMatchObject({ how: 'stopped', errors: [] })
    await world.fake('db').cleanup()
    const { errors } = await world.close(scope)
    expect(errors).toEqual([expect.objectContaining(failure)])
  })

  test('comes after the error of the start that failed: that is thrown, the clean-up is in the verdict', async () => {
    const world = new World({
      db: { does: { exitAfterMs: 1, exit: { code: 3 } }, options: { ready: () => false, cleanup: failing } },
    })
    const scope = world.test()
    await expect(world.up(scope, 'db')).rejects.toMatchObject({ code: 'CURFEW_EXITED_WHILE_STARTING' })
    const { errors } = await world.close(scope)
    expect(errors).toEqual([expect.objectContaining({ code: 'CURFEW_CLEANUP_FAILED', service: 'db' })])
  })

  test('of one that crashed fails the test with both, the crash first', async () => {
    const world = new World({ db: { options: { cleanup: failing } } })
    const scope = world.test()
    await world.up(scope, 'db')
    world.fake('db').fake?.exit({ code: 3 })
    const { errors } = await world.close(scope)
    expect(errors.map((error) => (error as { code?: string }).code)).toEqual([
      'CURFEW_CRASHED',
      'CURFEW_CLEANUP_FAILED',
    ])
  })

  test('at the total limit it is named as what still runs', async () => {
    const world = new World(
      { db: {}, api: { needs: ['db'], options: { cleanup: () => new Promise(() => {}) } } },
      { limits: { totalStopTimeoutMs: 100 } },
    )
    const scope = world.test()
    await world.up(scope, 'api')
    const { errors } = await world.close(scope)
    expect(errors[0]).toMatchObject({
      code: 'CURFEW_SCOPE_STOP_TIMEOUT',
      survivors: ['db (running)', 'api (its clean-up runs)'],
    })
  })
})
