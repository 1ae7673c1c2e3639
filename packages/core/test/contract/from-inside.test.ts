import { describe, expect, test } from 'vitest'
import {
  defineServices,
  findServicesFromAllSources,
  localNode,
  SelfStopError,
  ServiceList,
  TaskService,
  taskService,
  type Service,
  type TaskContext,
} from '@curfew/core'
import { catalogProtocol } from '../../src/catalog/catalog-protocol.ts'
import type { Scope } from '../../src/scope/scope.ts'
import { FakeService } from '@curfew/testing'
import { World } from './world.ts'

/** Runs code in the body of a task `asker` of the scope, which then waits for its signal; resolves with what it threw. */
async function inside(world: World, scope: Scope, asker: Asker, act: () => unknown): Promise<Error | undefined> {
  const thrown = Promise.withResolvers<Error | undefined>()
  asker.act = async () => {
    try {
      await act()
      thrown.resolve(undefined)
    } catch (error) {
      thrown.resolve(error as Error)
    }
  }
  asker.begin()
  return world.clock.until(thrown.promise)
}

class Asker extends TaskService {
  act: () => unknown = () => {}
  begin: () => void = () => {}
  readonly #begun = new Promise<void>((resolve) => (this.begin = resolve))

  override async run({ signal }: TaskContext): Promise<void> {
    await this.#begun
    await this.act()
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
  }
}

const verbs = ['stop', 'kill', 'graduallyStop', 'graduallyStopAndCleanup'] as const

function ask(services: readonly Service[], verb: (typeof verbs)[number]): PromiseLike<unknown> {
  return new ServiceList(services)[verb]()
}

describe('a service that stops what has to wait for it', () => {
  /** asker → api → db, and `other`, which has nothing to do with them. */
  async function chain() {
    const asker = new Asker()
    const world = new World({
      db: {},
      api: { needs: ['db'] },
      asker: { needs: ['api'], create: () => asker },
      other: {},
    })
    const scope = world.test()
    await world.up(scope, 'asker', 'other')
    return { world, scope, asker, of: (name: string) => [...scope.services].find((one) => one.serviceName === name)! }
  }

  const targets = [
    { target: 'api', chain: ['asker', 'api'], because: 'asker needs api' },
    { target: 'db', chain: ['asker', 'api', 'db'], because: 'asker needs api, which needs db' },
    { target: 'asker', chain: ['asker'], because: undefined },
  ]

  test.for(verbs.flatMap((verb) => targets.map((target) => ({ verb, ...target }))))(
    '$verb of $target is refused at once, with the way that works',
    async ({ verb, target, chain: names, because }) => {
      const { world, scope, asker, of } = await chain()
      const begun = world.clock.nowMs()
      const error = await inside(world, scope, asker, () => ask([of('other'), of(target)], verb))
      expect(error).toBeInstanceOf(SelfStopError)
      expect(error).toMatchObject({ code: 'CURFEW_SELF_STOP', service: 'asker', target, chain: names })
      expect(error?.message).toContain(
        `Service "asker" cannot ${verb} ${because === undefined ? 'itself' : `"${target}"`}`,
      )
      if (because !== undefined) expect(error?.message).toContain(because)
      expect(error?.message).toContain('have the test')
      expect(world.clock.nowMs()).toBe(begun)
      // Nothing was begun.
      expect(scope.services.alive().names().toSorted()).toEqual(['api', 'asker', 'db', 'other'])
      const { errors, stopOrder } = await world.close(scope)
      expect(errors).toEqual([])
      expect(stopOrder.filter((name) => name !== 'other')).toEqual(['asker', 'api', 'db'])
    },
  )

  test.for(['stop', 'kill'] as const)('%s of the service itself is the same', async (verb) => {
    const { world, scope, asker, of } = await chain()
    expect(await inside(world, scope, asker, () => of('db')[verb]())).toBeInstanceOf(SelfStopError)
    await world.close(scope)
  })

  test('what needs it neither directly nor indirectly is stopped as by anybody', async () => {
    const { world, scope, asker, of } = await chain()
    expect(await inside(world, scope, asker, () => of('other').stop())).toBeUndefined()
    expect(of('other').state).toBe('stopped')
    expect(asker.state).toBe('running')
    expect((await world.close(scope)).errors).toEqual([])
  })

  test('all services of its test: itself is among them', async () => {
    const { world, scope, asker } = await chain()
    const error = await inside(world, scope, asker, () => findServicesFromAllSources().alive().stop())
    expect(error).toMatchObject({ code: 'CURFEW_SELF_STOP' })
    await world.close(scope)
  })

  test('its node, and a node that a service is on which it needs', async () => {
    const askers = [new Asker(), new Asker()] as const
    const catalog = defineServices()
      .service('place', () => localNode())
      .service('on', { on: 'place' }, () => askers[0])
      .service('db', { on: 'place' }, () => new FakeService())
      .service('above', ({ db: _db }) => askers[1])
    const world = new World({})
    const scope = world.test()
    const [node] = await world.clock.until(scope.start(catalogProtocol(catalog).entries, ['place', 'on', 'above']))
    const first = await inside(world, scope, askers[0], () => (node as ReturnType<typeof localNode>).destroy())
    const second = await inside(world, scope, askers[1], () => node?.stop())
    expect(first).toMatchObject({ service: 'on', target: 'place', chain: ['on', 'place'] })
    expect(first?.message).toMatch(/on is on place[^]*suspend\(\)/)
    expect(second).toMatchObject({ service: 'above', chain: ['above', 'db', 'place'] })
    expect(second?.message).toContain('above needs db, which is on place')
    expect((await world.close(scope)).errors).toEqual([])
  })

  test('the stack that it belongs to', async () => {
    const asker = new Asker()
    const world = new World({})
    const { entries } = catalogProtocol(defineServices().service('asker', () => asker))
    const stack = await world.clock.until(world.engine.startStack(entries, ['asker'], { name: 'mine' }))
    const scope = asker.dependants && (stack.scope as Scope)
    expect(await inside(world, scope, asker, () => stack.stop())).toMatchObject({
      code: 'CURFEW_SELF_STOP',
      service: 'asker',
      target: 'mine',
      message: expect.stringContaining('asker belongs to mine'),
    })
    await world.clock.until(stack.stop())
  })

  test('what it asked for or started at run time it may stop, and needs it no more', async () => {
    const asker = new Asker()
    const world = new World({ db: {}, asker: { create: () => asker } })
    const scope = world.test()
    await world.up(scope, 'asker')
    const helper = new FakeService({ stopMs: 20 }, { name: 'helper' })
    const error = await inside(world, scope, asker, async () => {
      const db = await scope.get('db')
      await helper.start()
      expect(asker.dependencies.names()).toEqual(['db', 'helper'])
      await db.kill()
      await helper.stop()
    })
    expect(error).toBeUndefined()
    expect(asker.dependencies.names()).toEqual([])
    expect([asker.state, helper.state, world.state('db')]).toEqual(['running', 'stopped', 'stopped'])
    expect((await world.close(scope)).errors).toEqual([])
  })

  test('but not where something else that it needs needs it, too', async () => {
    const asker = new Asker()
    const world = new World({ db: {}, api: { needs: ['db'] }, asker: { needs: ['api'], create: () => asker } })
    const scope = world.test()
    await world.up(scope, 'asker')
    const error = await inside(world, scope, asker, async () => (await scope.get('db')).stop())
    expect(error).toMatchObject({ chain: ['asker', 'api', 'db'] })
    expect(asker.dependencies.names()).toEqual(['api', 'db'])
    await world.close(scope)
  })

  describe('its clean-up', () => {
    /** mine → api → db; `mine` does something in its clean-up. */
    async function inCleanUp(act: (of: (name: string) => Service, scope: Scope) => unknown) {
      const thrown: unknown[] = []
      const world = new World({
        db: {},
        api: { needs: ['db'], does: { exitAfterMs: 10 }, options: { mayExit: true } },
        mine: {
          needs: ['api'],
          options: {
            cleanup: async () => {
              try {
                await act((name) => [...scope.services].find((one) => one.serviceName === name)!, scope)
              } catch (error) {
                thrown.push(error)
              }
            },
          },
        },
      })
      const scope = world.test()
      await world.up(scope, 'mine')
      return { world, scope, thrown }
    }

    test.for(
      verbs.flatMap((verb) => [
        { verb, target: 'db', chain: ['mine', 'api', 'db'], isOver: false },
        { verb, target: 'db', chain: ['mine', 'api', 'db'], isOver: true },
        { verb, target: 'api', chain: ['mine', 'api'], isOver: false },
        { verb, target: 'mine', chain: ['mine'], isOver: false },
      ]),
    )(
      'may not $verb $target, refused at once (what it needs over by itself: $isOver)',
      async ({ verb, target, chain: names, isOver }) => {
        const { world, scope, thrown } = await inCleanUp((of) => ask([of(target)], verb))
        if (isOver) await world.clock.advance(20)
        const begun = world.clock.nowMs()
        const { errors, stopOrder } = await world.close(scope)
        expect(thrown).toEqual([expect.objectContaining({ code: 'CURFEW_SELF_STOP', service: 'mine', chain: names })])
        expect(errors).toEqual([])
        expect(world.clock.nowMs()).toBe(begun)
        expect(stopOrder).toEqual(isOver ? ['api', 'mine', 'db'] : ['mine', 'api', 'db'])
      },
    )

    test('may not ask for itself, alone or in a list', async () => {
      for (const act of [
        async (mine: Service) => {
          await Promise.resolve()
          await mine.cleanup()
        },
        (mine: Service) => new ServiceList([mine]).cleanup(),
      ]) {
        const { world, scope, thrown } = await inCleanUp((of) => act(of('mine')))
        const begun = world.clock.nowMs()
        expect((await world.close(scope)).errors).toEqual([])
        expect(thrown).toEqual([expect.objectContaining({ code: 'CURFEW_SELF_STOP', chain: ['mine'] })])
        expect((thrown[0] as Error).message).toContain('Instead')
        expect(world.clock.nowMs()).toBe(begun)
      }
    })

    test('may not stop the stack that it belongs to', async () => {
      const stop: { stack?: { stop(): Promise<unknown> }; error?: unknown } = {}
      const world = new World({})
      const cleanup = async () => {
        await stop.stack?.stop().catch((error: unknown) => (stop.error = error))
      }
      const { entries } = catalogProtocol(defineServices().service('mine', () => new FakeService({}, { cleanup })))
      stop.stack = await world.clock.until(world.engine.startStack(entries, ['mine'], { name: 'ours' }))
      const begun = world.clock.nowMs()
      await world.clock.until(stop.stack.stop())
      expect(stop.error).toMatchObject({ code: 'CURFEW_SELF_STOP', chain: ['mine', 'ours'] })
      expect(world.clock.nowMs()).toBe(begun)
    })

    test('may stop what its service started at run time, and what it started itself', async () => {
      const helpers = [
        new FakeService({ stopMs: 3 }, { name: 'first' }),
        new FakeService({ stopMs: 4 }, { name: 'second' }),
      ] as const
      const world = new World({
        asker: {
          create: () =>
            taskService({
              run: async ({ signal }) => {
                await helpers[0].start()
                await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
              },
              cleanup: async () => {
                await helpers[0].stop()
                await helpers[1].start()
                await helpers[1].stop()
              },
            }),
        },
      })
      const scope = world.test()
      const [asker] = await world.up(scope, 'asker')
      await world.clock.advance(1)
      const begun = world.clock.nowMs()
      await world.clock.until(asker!.stop())
      expect(helpers.map(({ state }) => state)).toEqual(['stopped', 'stopped'])
      expect(world.clock.nowMs()).toBe(begun + 7)
      expect((await world.close(scope)).errors).toEqual([])
    })

    test('keeps up what it starts, and what the service held in a property when it ended by itself', async () => {
      const states: string[] = []
      const started = new FakeService({}, { name: 'started' })
      const world = new World({
        db: {},
        mine: {
          does: { exitAfterMs: 10 },
          options: {
            mayExit: true,
            cleanup: async () => {
              await world.clock.sleep(5)
              states.push(world.state('db'))
            },
          },
        },
        other: {
          options: {
            cleanup: async () => {
              await started.start()
              await world.clock.sleep(5)
              states.push(started.state)
            },
          },
        },
      })
      const scope = world.test()
      const [db, mine, other] = await world.up(scope, 'db', 'mine', 'other')
      Object.assign(mine!, { db })
      await world.clock.advance(20)
      const stopped = other!.stop()
      await world.clock.advance(1)
      const { errors } = await world.close(scope)
      await stopped
      expect(errors).toEqual([])
      expect(states).toEqual(['running', 'running'])
    })
  })

  test('what it cleans up once it is over it may stop', async () => {
    const helper = new FakeService({}, { name: 'helper' })
    const world = new World({
      db: {},
      mine: { needs: ['db'], options: { cleanup: () => helper.stop() } },
    })
    const scope = world.test()
    await world.up(scope, 'mine')
    await world.clock.until(scope.run(() => helper.start()))
    expect((await world.close(scope)).errors).toEqual([])
  })
})

describe('17: what a service starts or comes to hold while it runs', () => {
  async function askerWith(parts: ConstructorParameters<typeof World>[0] = {}) {
    const asker = new Asker()
    const world = new World({ ...parts, asker: { create: () => asker } })
    const scope = world.test()
    await world.up(scope, 'asker', ...Object.keys(parts))
    return { world, scope, asker }
  }

  test('it needs from the start on: it is over before', async () => {
    const { world, scope, asker } = await askerWith()
    const started = new FakeService({ stopMs: 10 }, { name: 'started' })
    expect(await inside(world, scope, asker, () => started.start())).toBeUndefined()
    expect(asker.dependencies.names()).toEqual(['started'])
    const { stopOrder, errors } = await world.close(scope)
    expect(stopOrder).toEqual(['asker', 'started'])
    expect(errors).toEqual([])
  })

  test('one that runs already is needed as well, once it was started again', async () => {
    const { world, scope, asker } = await askerWith()
    const running = new FakeService({}, { name: 'running' })
    await world.clock.until(scope.run(() => running.start()))
    await inside(world, scope, asker, () => running.start())
    expect((await world.close(scope)).stopOrder).toEqual(['asker', 'running'])
  })

  test('one that needs its starter is stopped before it', async () => {
    const { world, scope, asker } = await askerWith()
    const child = new FakeService({}, { name: 'child', needs: [asker] })
    expect(await inside(world, scope, asker, () => child.start())).toBeUndefined()
    expect((await world.close(scope)).stopOrder).toEqual(['child', 'asker'])
  })

  test('its starter is stopped first when it is stopped by hand', async () => {
    const { world, scope, asker } = await askerWith()
    const started = new FakeService({}, { name: 'started' })
    await inside(world, scope, asker, () => started.start())
    await world.clock.until(started.stop())
    expect([asker.state, started.state]).toEqual(['stopped', 'stopped'])
    await world.close(scope)
  })

  test.for(['close', 'stop by hand', 'graduallyStop'] as const)(
    'a property that was assigned after its start is found when a stop is planned: %s',
    async (how) => {
      const { world, scope, asker } = await askerWith({ db: {} })
      asker.begin()
      const [db] = [...scope.services.findByName('db')]
      class Client {
        constructor(readonly store: Service | undefined) {}
      }
      class Repo {
        readonly client = new Client(db)
      }
      Object.assign(asker, { repo: new Repo() })
      if (how === 'stop by hand') await world.clock.until(db!.stop())
      if (how === 'graduallyStop') await world.clock.until(Promise.resolve(new ServiceList([db!]).graduallyStop()))
      expect((await world.close(scope)).stopOrder).toEqual(['asker', 'db'])
      expect(asker.outcome?.how).toBe('stopped')
    },
  )

  test('one in a property of a service of a narrower scope is found, too', async () => {
    const world = new World({ db: { scope: 'file' } })
    const file = world.file()
    const scope = world.test('a test', file)
    const [db] = await world.up(scope, 'db')
    const holder = new FakeService({ stopMs: 5 }, { name: 'holder' })
    await world.clock.until(scope.run(() => holder.start()))
    Object.assign(holder, { db })
    await world.clock.until(scope.run(() => db!.stop({ shared: true })))
    expect(holder.state).toBe('stopped')
    await world.close(scope)
    await world.close(file)
  })

  test('a reference back, and one to what would end before, are no needs', async () => {
    const world = new World({ wide: { scope: 'file' }, db: {}, api: { needs: ['db'] } })
    const file = world.file()
    const scope = world.test('a test', file)
    const [wide, db, api] = await world.up(scope, 'wide', 'db', 'api')
    Object.assign(db!, { usedBy: [api] })
    Object.assign(wide!, { seen: new Set([api]) })
    const { stopOrder, errors, warnings } = await world.close(scope)
    expect({ stopOrder, errors, warnings }).toEqual({ stopOrder: ['api', 'db'], errors: [], warnings: [] })
    await world.close(file)
  })

  test('the victim that a chaos service holds in a property only since it runs, it may stop', async () => {
    const { world, scope, asker } = await askerWith({ db: {} })
    const [db] = [...scope.services.findByName('db')]
    const error = await inside(world, scope, asker, async () => {
      Object.assign(asker, { victim: db })
      await db!.kill()
    })
    expect(error).toBeUndefined()
    expect([asker.state, db?.state]).toEqual(['running', 'stopped'])
    expect((await world.close(scope)).errors).toEqual([])
  })
})

describe('9, 12: a service that asks for something when its test ends', () => {
  const waits: readonly (readonly [string, (scope: Scope) => unknown])[] = [
    ['waits for scope.get(…)', (scope) => scope.get('never')],
    ['waits for start()', () => new FakeService({ launchMs: Infinity }, { name: 'slow' }).start()],
    [
      'waits for a service that waits for another',
      () => new FakeService({}, { needs: [new FakeService({ launchMs: Infinity }, { name: 'slow' })] }).start(),
    ],
    [
      'waits for several',
      (scope) => Promise.any([scope.get('never'), new FakeService({ launchMs: Infinity }).start()]),
    ],
    [
      'says it in words of its own',
      async (scope) => {
        await Promise.resolve(scope.get('never')).catch((cause: unknown) => {
          throw new Error('no store', { cause })
        })
      },
    ],
  ]
  const kinds = [
    { kind: 'a task', options: {} },
    { kind: 'a task that may not exit', options: { mayExit: false } },
    { kind: 'a repeating task', options: { intervalMs: 5 } },
    { kind: 'a repeating task that goes on after errors', options: { intervalMs: 5, onError: 'continue' as const } },
  ]

  for (const { kind, options } of kinds) {
    test.for(waits)(`${kind} that %s fails nothing`, async ([, wait]) => {
      let current: Scope | undefined
      const world = new World({
        never: { does: { launchMs: Infinity }, options: { startTimeoutMs: Infinity } },
        asker: { create: () => taskService({ ...options, run: () => wait(current!) as Promise<void> }) },
      })
      const scope = (current = world.test())
      await world.up(scope, 'asker')
      await world.clock.advance(20)
      const { errors, services } = await world.close(scope)
      expect(errors).toEqual([])
      expect(services.find(({ name }) => name === 'asker')).toMatchObject({ state: 'stopped' })
    })

    test(`${kind} that asks while another one still falls quiet fails nothing`, async () => {
      let current: Scope | undefined
      const closing = Promise.withResolvers<void>()
      const world = new World({
        db: {},
        quiet: { options: { quiesce: () => world.clock.sleep(500) } },
        asker: {
          create: () =>
            taskService({
              ...options,
              async run() {
                await closing.promise
                await current!.get('db')
              },
            }),
        },
      })
      const scope = (current = world.test())
      await world.up(scope, 'asker', 'quiet')
      const closed = world.close(scope)
      closing.resolve()
      expect((await closed).errors).toEqual([])
    })

    test(`${kind} that is stopped by hand meanwhile obeys at once`, async () => {
      let current: Scope | undefined
      const world = new World({
        never: { does: { launchMs: Infinity }, options: { startTimeoutMs: Infinity } },
        asker: { create: () => taskService({ ...options, run: () => current!.get('never') as never }) },
      })
      const scope = (current = world.test())
      const [asker] = await world.up(scope, 'asker')
      await world.clock.advance(20)
      const begun = world.clock.nowMs()
      await world.clock.until(asker!.stop())
      expect(world.clock.nowMs()).toBe(begun)
      expect((await world.close(scope)).errors).toEqual([])
    })
  }

  test('what a task that has ended left to go on goes on', async () => {
    const given: unknown[] = []
    const world = new World({
      slow: { does: { launchMs: 50 } },
      asker: {
        create: () =>
          taskService({
            async run() {
              void scopes.current?.get('slow').then((service) => given.push(service.state))
            },
          }),
      },
    })
    const scopes: { current?: Scope } = { current: world.test() }
    await world.up(scopes.current!, 'asker')
    await world.clock.advance(100)
    expect(given).toEqual(['running'])
    expect((await world.close(scopes.current!)).errors).toEqual([])
  })

  test('an error of its own at that moment is not hidden', async () => {
    let current: Scope | undefined
    const world = new World({
      never: { does: { launchMs: Infinity }, options: { startTimeoutMs: Infinity } },
      own: {
        create: () =>
          taskService({
            run: async () => {
              await current!.get('never').catch(() => {
                throw new TypeError('of its own')
              })
            },
          }),
      },
      both: {
        create: () =>
          taskService({
            run: async () => {
              const own = Promise.reject(new TypeError('one of two'))
              await Promise.any([current!.get('never'), own])
            },
          }),
      },
    })
    const scope = (current = world.test())
    await world.up(scope, 'own', 'both')
    const { errors } = await world.close(scope)
    expect(errors.map(({ message }) => message.split('\n')[0] ?? '').toSorted((a, b) => a.localeCompare(b))).toEqual([
      expect.stringContaining('Service "both" crashed'),
      'Service "own" crashed: TypeError: of its own',
    ])
  })

  test('a scope of another test that is over is an error of its own', async () => {
    const late: { scope?: Scope } = {}
    const world = new World({
      db: {},
      asker: {
        create: () =>
          taskService({
            async run({ sleep }) {
              await sleep(5)
              await late.scope?.get('db')
            },
          }),
      },
    })
    late.scope = world.test('over')
    await world.close(late.scope)
    const scope = world.test()
    await world.up(scope, 'asker')
    await world.clock.advance(10)
    expect(scope.crash).toMatchObject({ service: 'asker' })
    await world.close(scope)
  })
})

describe('29, 38: what had to be forced and then throws', () => {
  test.for([
    { what: 'after its limit', throwsAfterMs: 150, code: 'CURFEW_KILLED' },
    { what: 'and is allowed to be killed', throwsAfterMs: 150, code: undefined, onKilled: 'warn' as const },
    { what: 'after the limit of the scope', throwsAfterMs: 150, code: 'CURFEW_KILLED', totalStopTimeoutMs: 60 },
  ])('$what keeps its own error', async ({ throwsAfterMs, code, onKilled, totalStopTimeoutMs }) => {
    const world = new World(
      {
        late: {
          create: () =>
            taskService({
              stopTimeoutMs: 100,
              ...(onKilled === undefined ? {} : { onKilled }),
              async run({ signal }) {
                await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
                await world.clock.sleep(throwsAfterMs)
                throw new TypeError('could not flush')
              },
            }),
        },
      },
      totalStopTimeoutMs === undefined ? {} : { limits: { totalStopTimeoutMs } },
    )
    const scope = world.test()
    await world.up(scope, 'late')
    const { errors } = await world.close(scope)
    const own = errors.at(-1)
    expect(own).toMatchObject({ code: 'CURFEW_UNCLEAN_STOP', cause: new TypeError('could not flush') })
    expect(own?.message).toContain('TypeError: could not flush')
    expect(errors.some((error) => (error as { code?: string }).code === 'CURFEW_KILLED')).toBe(code !== undefined)
  })

  test('is told nothing that it did not throw', async () => {
    const world = new World({
      late: {
        create: () =>
          taskService({
            stopTimeoutMs: 100,
            async run({ signal, sleep }) {
              await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
              await world.clock.sleep(150)
              await sleep(1)
            },
          }),
      },
    })
    const scope = world.test()
    await world.up(scope, 'late')
    expect((await world.close(scope)).errors).toEqual([expect.objectContaining({ code: 'CURFEW_KILLED' })])
  })

  test('is not reported for a kill that was asked for', async () => {
    const world = new World({
      late: {
        create: () =>
          taskService({
            async run({ signal }) {
              await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
              throw new TypeError('could not flush')
            },
          }),
      },
    })
    const scope = world.test()
    const [late] = await world.up(scope, 'late')
    await world.clock.until(late!.kill())
    expect((await world.close(scope)).errors).toEqual([])
    expect(late?.outcome?.exit?.error).toEqual(new TypeError('could not flush'))
  })
})
