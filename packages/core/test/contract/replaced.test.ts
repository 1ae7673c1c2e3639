import { describe, expect, test } from 'vitest'
import { taskService, type RuntimeExit, type Service } from '@curfew/core'
import type { Scope } from '../../src/scope/scope.ts'
import { FakeService } from '@curfew/testing'
import { serviceOf } from '../../src/service-view.ts'
import { World, type Part } from './world.ts'

interface Ending {
  readonly what: string
  readonly exit: Partial<RuntimeExit>
  readonly mayExit: boolean
  readonly isExpected: boolean
  readonly next: 'the same' | 'a new one' | 'its crash'
}

const endings: readonly Ending[] = [
  { what: 'a clean exit of what may exit', exit: { code: 0 }, mayExit: true, isExpected: false, next: 'the same' },
  { what: 'the same, expected', exit: { code: 0 }, mayExit: true, isExpected: true, next: 'the same' },
  { what: 'a clean exit of what may not', exit: { code: 0 }, mayExit: false, isExpected: false, next: 'its crash' },
  { what: 'the same, expected', exit: { code: 0 }, mayExit: false, isExpected: true, next: 'a new one' },
  { what: 'a signal', exit: { signal: 'SIGKILL' }, mayExit: false, isExpected: false, next: 'its crash' },
  { what: 'a signal, expected', exit: { signal: 'SIGKILL' }, mayExit: false, isExpected: true, next: 'a new one' },
  {
    what: 'a signal to what may exit',
    exit: { signal: 'SIGKILL' },
    mayExit: true,
    isExpected: false,
    next: 'its crash',
  },
  { what: 'the same, expected', exit: { signal: 'SIGKILL' }, mayExit: true, isExpected: true, next: 'a new one' },
  { what: 'a code of what may exit', exit: { code: 3 }, mayExit: true, isExpected: false, next: 'its crash' },
  { what: 'the same, expected', exit: { code: 3 }, mayExit: true, isExpected: true, next: 'a new one' },
  { what: 'an error, expected', exit: { error: new Error('x') }, mayExit: true, isExpected: true, next: 'a new one' },
]

describe('1, 28: who asks for a service that has ended', () => {
  for (const home of ['test', 'file'] as const) {
    test.for(endings)(`by $what (expected: $isExpected), of the scope ${home}, gets $next`, async (ending) => {
      const { exit, mayExit, isExpected, next } = ending
      const world = new World({
        db: { scope: home, options: { mayExit } },
        api: { needs: ['db'] },
      })
      const file = world.file()
      const first = world.test('first', file)
      const [db] = await world.up(first, 'db')
      const fake = world.fake('db')
      if (isExpected) void fake.expectExit()
      fake.fake?.exit(exit)
      await world.clock.advance(10)
      // In the same test, or in the next one.
      if (home === 'file') await world.close(first)
      const asked = home === 'file' ? world.test('next', file) : first

      const got = await world.clock
        .until(asked.start(world.entries, ['api', 'db']).then(([, service]) => service))
        .catch((error: Error) => (error as { code?: string }).code)
      if (next === 'its crash') {
        expect(got).toMatch(/CURFEW_(CRASHED|DEPENDENCY_FAILED)/)
      } else if (next === 'the same') {
        expect(got).toBe(db)
        expect(world.order('launch')).toEqual(['db', 'api'])
      } else {
        expect(got).not.toBe(db)
        expect(world.order('launch')).toEqual(['db', 'db', 'api'])
        expect(world.state('db')).toBe('running')
        expect(world.fake('api').dependencies.names()).toEqual(['db'])
        expect([...world.fake('api').dependencies]).toEqual([got])
      }
      await world.close(asked)
      await world.close(file)
    })
  }

  test('while the rest of what exited as expected is still being cleared away waits for it, and gets a new one', async () => {
    const world = new World({ db: {} })
    const scope = world.test()
    const [db] = await world.up(scope, 'db')
    void db?.expectExit()
    world.fake('db').fake?.exit({ signal: 'SIGKILL' })
    // In the turn in which the exit is heard.
    await db?.expectExit()
    expect(db?.state).toBe('stopping')
    const next = await world.clock.until(scope.get('db'))
    expect(next).not.toBe(db)
    expect(next.state).toBe('running')
    expect((await world.close(scope)).errors).toEqual([])
  })

  test('two at once get the same new one, and a dependant that runs goes on as it is', async () => {
    const world = new World({ db: {}, api: { needs: ['db'] }, web: { needs: ['db'] } })
    const scope = world.test()
    const [api, db] = await world.up(scope, 'api', 'db')
    void db?.expectExit()
    world.fake('db').fake?.exit({ signal: 'SIGKILL' })
    await world.clock.advance(1)
    const [one, two] = await world.clock.until(
      Promise.all([scope.get('db'), scope.get('web').then(() => scope.get('db'))]),
    )
    expect(one).toBe(two)
    expect(api?.state).toBe('running')
    expect([...(api?.dependencies ?? [])]).toEqual([db])
    expect(world.order('launch')).toEqual(['db', 'api', 'db', 'web'])
    await world.close(scope)
  })

  test('a service made by hand does not start on one that exited as expected', async () => {
    const world = new World({ db: {} })
    const scope = world.test()
    const [db] = await world.up(scope, 'db')
    void db?.expectExit()
    world.fake('db').fake?.exit({ signal: 'SIGKILL' })
    await world.clock.advance(1)
    const { FakeService } = await import('@curfew/testing')
    const error = await world.clock.until(
      scope
        .run(() => new FakeService({}, { name: 'mine', needs: [db as never] }).start())
        .then(
          () => undefined,
          (error: Error) => error,
        ),
    )
    expect(error).toMatchObject({ code: 'CURFEW_DEPENDENCY_FAILED', message: expect.stringContaining('it is stopped') })
    await world.close(scope)
  })
})

describe('28: who asks for a service that is to stop once its dependants are over', () => {
  /** disk ← front, of the file; front takes 400 ms to end, and the stop of disk waits for it. */
  function slowFront(own: Part = {}) {
    return new World({
      disk: { scope: 'file' },
      front: { scope: 'file', needs: ['disk'], does: { stopMs: 400 } },
      own,
    })
  }

  for (const next of ['the same test', 'the next test']) {
    test.for([['front', 'disk'], ['disk', 'front'], ['front'], ['disk'], ['own', 'disk', 'front']])(
      `in ${next}, by %j, gets new ones, once the old ones are gone`,
      async (names) => {
        const world = slowFront({ needs: ['disk'] })
        const file = world.file()
        const first = world.test('first', file)
        const old = await world.up(first, 'disk', 'front')
        const stop = first.run(() => old[0]!.stop())
        await world.clock.advance(100)
        expect(old.map(({ state }) => state)).toEqual(['running', 'stopping'])
        if (next === 'the next test') await world.close(first)
        const asked = next === 'the next test' ? world.test('next', file) : first
        for (const service of await world.up(asked, ...names)) {
          expect(service.state).toBe('running')
          expect(old).not.toContain(service)
        }
        await stop
        expect(world.clock.nowMs()).toBe(400)
        expect(world.order('launch').slice(0, 3)).toEqual(['disk', 'front', 'disk'])
        expect(old.map(({ state }) => state)).toEqual(['stopped', 'stopped'])
        const [front, disk] = await world.up(asked, 'front', 'disk')
        expect([...(front?.dependencies ?? [])]).toEqual([disk])
        expect((await world.close(asked)).errors).toEqual([])
        const later = world.test('later', file)
        expect(await world.up(later, 'front', 'disk')).toEqual([front, disk])
        expect((await world.close(later)).errors).toEqual([])
        expect((await world.close(file)).errors).toEqual([])
      },
    )
  }

  test('gets a new one where the old one was stopped while another need was waited for', async () => {
    const world = new World({
      disk: { scope: 'file' },
      slow: { scope: 'file', does: { launchMs: 100 } },
      front: { scope: 'file', needs: ['disk', 'slow'] },
    })
    const file = world.file()
    const scope = world.test('first', file)
    const [old] = await world.up(scope, 'disk')
    const asked = scope.start(world.entries, ['front', 'disk'])
    await world.clock.advance(50)
    await world.clock.until(scope.run(() => old!.stop()))
    const [front] = await world.clock.until(asked)
    const disk = await world.clock.until(scope.get('disk'))
    expect(disk).not.toBe(old)
    expect([...(front?.dependencies ?? [])][0]).toBe(disk)
    expect(front?.dependencies.names()).toEqual(['disk', 'slow'])
    expect((await world.close(scope)).errors).toEqual([])
    expect((await world.close(file)).errors).toEqual([])
  })

  test.for(['disk', 'own'])('from inside a service that has to end before, "%s" waits for nothing', async (name) => {
    const scopes: Scope[] = []
    const got: unknown[] = []
    const world = new World({
      disk: { scope: 'file' },
      own: { scope: 'file', needs: ['disk'] },
      front: {
        scope: 'file',
        needs: ['disk'],
        create: () =>
          taskService({
            async run({ signal }) {
              await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
              got.push(await scopes[0]!.get(name))
            },
            async cleanup() {
              got.push(await scopes[0]!.get('disk'))
            },
          }),
      },
    })
    const file = world.file()
    file.use(world.entries)
    scopes.push(file)
    const test = world.test('first', file)
    const [disk] = await world.up(test, 'disk', 'front')
    await world.clock.until(test.run(() => disk!.stop()))
    expect(world.clock.nowMs()).toBe(0)
    expect(got).toEqual(name === 'disk' ? [disk, disk] : [expect.objectContaining({ serviceName: 'own' }), disk])
    expect(world.order('launch').filter((one) => one === 'disk')).toHaveLength(1)
    expect((await world.close(test)).errors).toEqual([])
    expect((await world.close(file)).errors).toEqual([])
  })

  test('from inside one that has to end before, a new one that waits already is refused', async () => {
    const scopes: Scope[] = []
    const asked = Promise.withResolvers<Error | undefined>()
    const world = new World({
      disk: { scope: 'file' },
      front: {
        scope: 'file',
        needs: ['disk'],
        create: () =>
          taskService({
            async run({ signal }) {
              await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
              await world.clock.sleep(100)
              await scopes[0]!.get('own').then(() => asked.resolve(undefined), asked.resolve)
            },
          }),
      },
      own: { scope: 'file', needs: ['disk'] },
    })
    const file = world.file()
    file.use(world.entries)
    scopes.push(file)
    const test = world.test('first', file)
    const [disk] = await world.up(test, 'disk', 'front')
    const stop = test.run(() => disk!.stop())
    await world.clock.advance(50)
    const own = test.start(world.entries, ['own'])
    expect(await world.clock.until(asked.promise)).toMatchObject({ code: 'CURFEW_WAIT_CALLED_OFF', awaited: 'own' })
    await world.clock.until(Promise.all([stop, own]))
    expect(world.clock.nowMs()).toBe(100)
    expect((await world.close(test)).errors).toEqual([])
    expect((await world.close(file)).errors).toEqual([])
  })
})

describe('28: clean-ups that ask for each other while both of them end', () => {
  test.for([2, 3])('%i in a ring: the last one that asks is refused, and the others get new ones', async (size) => {
    const world: World = new World(
      Object.fromEntries(
        Array.from({ length: size }, (_, index) => [
          `ring${index}`,
          {
            options: {
              async cleanup() {
                if (got[index] !== undefined) return
                if (index === size - 1) await world.clock.sleep(10)
                got[index] = await scope.get(`ring${(index + 1) % size}`).then(
                  () => 'a new one',
                  (error: { code?: string }) => error.code,
                )
              },
            },
          },
        ]),
      ),
    )
    const got: unknown[] = []
    const scope = world.test()
    const names = Array.from({ length: size }, (_, index) => `ring${index}`)
    const old = await world.up(scope, ...names)
    await world.clock.until(Promise.all(old.map((service) => scope.run(() => service.stop()))))
    expect(got).toEqual([...names.slice(1).map(() => 'a new one'), 'CURFEW_WAIT_CALLED_OFF'])
    expect(world.clock.nowMs()).toBe(10)
    expect((await world.close(scope)).errors).toEqual([])
  })
})

describe('28: a service whose need is stopped before it can start itself', () => {
  test.for(['its factory', 'another need, which it holds', 'both'])(
    'waits for %s, and is made with a new one',
    async (what) => {
      const made: Service[] = []
      const world = new World({
        disk: { scope: 'file' },
        front: {
          scope: 'file',
          needs: ['disk'],
          create: async ({ disk }) => {
            made.push(serviceOf(disk!))
            if (what !== 'another need, which it holds') await world.clock.sleep(100)
            return new FakeService({}, { needs: what === 'its factory' ? [] : [new FakeService({ launchMs: 100 })] })
          },
        },
      })
      const file = world.file()
      const scope = world.test('first', file)
      const [first] = await world.up(scope, 'disk')
      const asked = scope.start(world.entries, ['front'])
      await world.clock.advance(50)
      await world.clock.until(scope.run(() => first!.stop()))
      if (what === 'both') {
        await world.clock.advance(200)
        await world.clock.until(scope.run(() => made[1]!.stop()))
      }
      const [front] = await world.clock.until(asked)
      expect(made).toHaveLength(what === 'both' ? 3 : 2)
      expect(new Set(made).size).toBe(made.length)
      expect([...(front?.dependencies ?? [])]).toContain(made.at(-1))
      expect(made.map(({ state }) => state)).toEqual([...made.slice(1).map(() => 'stopped'), 'running'])
      expect((await world.close(scope)).errors).toEqual([])
      expect((await world.close(file)).errors).toEqual([])
    },
  )

  test('is not made again and again where its own factory stops what it needs', async () => {
    let makings = 0
    const world = new World({
      disk: {},
      front: {
        needs: ['disk'],
        create: async ({ disk }) => {
          makings++
          await disk!.stop()
          return new FakeService()
        },
      },
    })
    const scope = world.test()
    await expect(world.up(scope, 'front')).rejects.toMatchObject({
      code: 'CURFEW_DEPENDENCY_FAILED',
      service: 'front',
      dependency: 'disk',
    })
    expect(makings).toBe(3)
    expect((await world.close(scope)).errors).toEqual([])
  })
})

describe('28: who asks for what the roll-back of a failed start stops', () => {
  test('gets a new one, which starts after the old one is gone', async () => {
    const order: string[] = []
    const observe = ({ serviceName }: Service, event: string) =>
      void (event !== 'ready' && order.push(`${serviceName} ${event}`))
    let isBroken = true
    const world = new World(
      {
        disk: { scope: 'file', does: { stopMs: 400 } },
        broken: {
          scope: 'file',
          needs: ['disk'],
          create: () => new FakeService(isBroken ? { launchError: new Error('broken') } : {}),
        },
      },
      {},
      { observe },
    )
    const file = world.file()
    const scope = world.test('first', file)
    const failed = scope.start(world.entries, ['broken']).catch((error: unknown) => error)
    await world.clock.advance(100)
    isBroken = false
    const old = world.fake('disk')
    expect(old.state).toBe('stopping')
    const asked = scope.start(world.entries, ['disk'])
    await world.clock.advance(100)
    expect(world.order('launch')).toEqual(['disk'])
    const [disk] = await world.clock.until(asked)
    expect(await failed).toMatchObject({ code: 'CURFEW_LAUNCH' })
    expect(disk).not.toBe(old)
    expect(world.clock.nowMs()).toBe(400)
    expect(order.filter((what) => /launch$|exit$/.test(what))).toEqual(['disk launch', 'disk exit', 'disk launch'])
    expect((await world.close(scope)).errors).toEqual([])
    expect((await world.close(file)).errors).toEqual([])
  })

  test('what waits for its own needs does not start after it', async () => {
    const world = new World({
      broken: { does: { launchMs: 50, launchError: new Error('broken') } },
      front: {
        needs: ['broken'],
      },
      own: {
        create: () => {
          const own: Service = new FakeService({}, { needs: [new FakeService({ launchMs: 100 }, { name: 'slow' })] })
          world.fakes.set('own', own as FakeService)
          return own
        },
      },
    })
    const scope = world.test()
    await expect(world.up(scope, 'front', 'own')).rejects.toMatchObject({ code: 'CURFEW_DEPENDENCY_FAILED' })
    await world.clock.advance(500)
    expect(world.state('own')).toBe('stopped')
    expect(scope.services.alive().names()).toEqual([])
    const own = world.fake('own')
    const [next] = await world.up(scope, 'own')
    expect(next).not.toBe(own)
    expect((await world.close(scope)).errors).toEqual([])
  })
})

describe('39: an exit that is expected, and a stop', () => {
  const exits: readonly Partial<RuntimeExit>[] = [
    { signal: 'SIGKILL' },
    { code: 7 },
    { error: new Error('of its own') },
  ]

  test.for(exits.flatMap((exit) => ['exit first', 'stop first', 'in one turn'].map((order) => ({ exit, order }))))(
    'of %j fails nothing, whichever is seen first',
    async ({ exit, order }) => {
      const world = new World({ db: { does: { stopMs: 50, stopExit: exit } } })
      const scope = world.test()
      const [db] = await world.up(scope, 'db')
      const seen = db?.expectExit()
      if (order !== 'stop first') world.fake('db').fake?.exit(exit)
      if (order === 'exit first') await world.clock.advance(1)
      const { errors, warnings } = await world.close(scope)
      expect(errors).toEqual([])
      expect(warnings).toEqual([])
      expect(await seen).toMatchObject(exit)
    },
  )

  test('does not hide that it had to be killed', async () => {
    const world = new World({ db: { does: { stopMs: Infinity } } })
    const scope = world.test()
    const [db] = await world.up(scope, 'db')
    void db?.expectExit()
    const { errors } = await world.close(scope)
    expect(errors).toEqual([expect.objectContaining({ code: 'CURFEW_KILLED' })])
  })
})
