import { describe, expect, test } from 'vitest'
import { taskService, type Node, type Service, type ServiceState } from '@curfew/core'
import { defineNode } from '@curfew/core/provider'
import { protocolOf } from '../../src/protocol.ts'
import type { ServiceLog } from '../../src/logging/service-log.ts'
import { FakeRuntime, FakeService } from '@curfew/testing'
import { silentLog, World } from './world.ts'

describe('case 39: an unexpected exit', () => {
  test('of a running service fails the test at once, with name, exit code and last lines', async () => {
    const world = new World(
      { db: { does: { exitAfterMs: 250, exit: { code: 3 } } } },
      {},
      { openLog: async () => logWith('could not write to disk') },
    )
    const scope = world.test()
    await world.up(scope, 'db')
    const told: { readonly error: Error; readonly atMs: number }[] = []
    scope.onCrash((error) => told.push({ error, atMs: world.clock.nowMs() }))
    await world.clock.advance(10_000)
    expect(told).toEqual([{ atMs: 250, error: expect.objectContaining({ code: 'CURFEW_CRASHED', service: 'db' }) }])
    expect(told[0]?.error.message).toMatch(/Service "db" crashed: exit code 3/)
    expect(told[0]?.error.message).toContain('could not write to disk')
    expect(world.state('db')).toBe('failed')
    const verdict = await world.close(scope)
    expect(verdict.errors).toEqual([told[0]?.error])
    expect(world.order('terminate')).toEqual([])
  })

  test.for([
    [{ signal: 'SIGSEGV' }, 'signal SIGSEGV'],
    [{ signal: 'SIGKILL', hint: 'out of memory' }, 'signal SIGKILL (out of memory)'],
    [{ error: new TypeError('x is undefined') }, 'TypeError: x is undefined'],
    [{ code: 0 }, 'exit code 0'],
  ] as const)('tells %j as "%s"', async ([exit, text]) => {
    const world = new World({ db: { does: { exitAfterMs: 1, exit } } })
    const scope = world.test()
    await world.up(scope, 'db')
    await world.clock.advance(10)
    expect(scope.crash?.message).toContain(`Service "db" crashed: ${text}`)
    expect(scope.crash?.exit).toMatchObject(exit)
    await world.close(scope)
  })

  test('that is expected is allowed, whatever the code, and told to who expects it', async () => {
    const world = new World({ db: { does: { exitAfterMs: 250, exit: { signal: 'SIGKILL' } } } })
    const scope = world.test()
    await world.up(scope, 'db')
    const exit = world.fake('db').expectExit()
    expect(await world.clock.until(exit)).toMatchObject({ code: null, signal: 'SIGKILL' })
    const verdict = await world.close(scope)
    expect(verdict.errors).toEqual([])
    expect(scope.crash).toBeUndefined()
    expect(world.fake('db').outcome).toMatchObject({ how: 'exited', exit: { signal: 'SIGKILL' } })
  })

  test('that is expected and does not come: a stop is an exit as well', async () => {
    const world = new World({ db: { does: { stopMs: 30 } } })
    const scope = world.test()
    await world.up(scope, 'db')
    const exit = world.fake('db').expectExit()
    await world.close(scope)
    expect(await world.clock.until(exit)).toMatchObject({ code: 0 })
  })

  test('with mayExit only a clean one is allowed', async () => {
    const options = { mayExit: true }
    const world = new World({
      clean: { does: { exitAfterMs: 10, exit: { code: 0 } }, options },
      broken: { does: { exitAfterMs: 20, exit: { code: 1 } }, options },
    })
    const scope = world.test()
    await world.up(scope, 'clean', 'broken')
    await world.clock.advance(100)
    const { errors } = await world.close(scope)
    expect(errors).toEqual([expect.objectContaining({ code: 'CURFEW_CRASHED', service: 'broken' })])
  })

  test.for([
    { what: 'a clean one, where it may exit', options: { mayExit: true }, code: 0, error: undefined },
    { what: 'an unclean one', options: { mayExit: true }, code: 1, error: 'CURFEW_EXITED_WHILE_STARTING' },
    { what: 'one where it may not', options: {}, code: 0, error: 'CURFEW_EXITED_WHILE_STARTING' },
  ])('in the turn in which it is heard that it is ready: $what', async ({ options, code, error }) => {
    const heard = Promise.withResolvers<boolean>()
    const world = new World({ job: { options: { ...options, ready: async () => heard.promise } } })
    const scope = world.test()
    const up = scope.start(world.entries, ['job']).then(
      () => undefined,
      (failure: unknown) => failure,
    )
    await world.clock.advance(1)
    world.fake('job').fake?.exit({ code })
    heard.resolve(true)
    expect(await world.clock.until(up)).toEqual(
      error === undefined ? undefined : expect.objectContaining({ code: error }),
    )
    await world.clock.advance(1)
    expect(world.fake('job').outcome?.how).toBe(error === undefined ? 'exited' : 'failed')
    await world.close(scope)
  })

  test('of what a starting service needs keeps that one from starting, and names the cause', async () => {
    const world = new World({
      db: { does: { exitAfterMs: 5, exit: { code: 1 } } },
      slow: { does: { launchMs: 50 } },
      api: { needs: ['db', 'slow'] },
    })
    const scope = world.test()
    await expect(world.up(scope, 'api')).rejects.toMatchObject({
      code: 'CURFEW_DEPENDENCY_FAILED',
      dependency: 'db',
      cause: expect.objectContaining({ code: 'CURFEW_CRASHED' }),
    })
    expect(world.order('launch')).toEqual(['db', 'slow'])
    await world.close(scope)
  })

  test('is told to each listener, also to one that comes late, and one that throws stalls nothing', async () => {
    const world = new World({ db: { does: { exitAfterMs: 5, exit: { code: 1 } } } })
    const scope = world.test()
    await world.up(scope, 'db')
    const told: string[] = []
    scope.onCrash(() => {
      throw new Error('bad listener')
    })
    scope.onCrash(() => told.push('early'))
    const end = scope.onCrash(() => told.push('never'))
    end()
    await world.clock.advance(10)
    scope.onCrash(() => told.push('late'))
    expect(told).toEqual(['early', 'late'])
    expect(world.state('db')).toBe('failed')
    const verdict = await world.close(scope)
    expect(verdict.warnings).toEqual([expect.stringContaining('bad listener')])
  })

  test('of a wider service that is needed through another fails the test that uses it', async () => {
    const world = new World({
      db: { scope: 'file', does: { exitAfterMs: 100, exit: { code: 1 } } },
      api: { scope: 'file', needs: ['db'] },
    })
    const file = world.file()
    const user = world.test('user', file)
    const other = world.test('other', file)
    await world.up(user, 'api')
    await world.clock.advance(200)
    expect(user.crash).toMatchObject({ service: 'db' })
    expect(other.crash).toBeUndefined()
    for (const scope of [user, other]) await world.close(scope)
    await world.close(file)
  })
})

describe('case 40: an iteration of a repeating task throws', () => {
  test(`and fails the test with onError: 'fail', the default`, async () => {
    const { world, scope, bodies } = await repeating({})
    await world.clock.advance(1_000)
    expect(bodies()).toBe(3)
    expect(scope.crash).toMatchObject({ code: 'CURFEW_CRASHED', service: 'poll' })
    expect(scope.crash?.cause).toMatchObject({ message: 'iteration 2' })
    expect((await world.close(scope)).errors).toEqual([scope.crash])
  })

  test(`and is logged with onError: 'continue', and the loop goes on`, async () => {
    const { world, scope, bodies, logged } = await repeating({ onError: 'continue' })
    await world.clock.advance(1_000)
    expect(bodies()).toBeGreaterThan(90)
    expect(scope.crash).toBeUndefined()
    expect(logged[0]).toEqual([
      expect.objectContaining({ err: expect.objectContaining({ message: 'iteration 2' }), iteration: 2 }),
      expect.stringContaining('iteration failed'),
    ])
    expect((await world.close(scope)).errors).toEqual([])
  })

  async function repeating(options: { readonly onError?: 'continue' }) {
    const logged: unknown[][] = []
    const log = silentLog()
    Object.assign(log.logger, { error: (...record: unknown[]) => logged.push(record) })
    const world = new World({}, {}, { openLog: async () => log })
    const scope = world.test()
    let bodies = 0
    const poll = taskService({
      name: 'poll',
      intervalMs: 10,
      ...options,
      run({ iteration }) {
        bodies++
        if (iteration === 2) throw new Error('iteration 2')
      },
    })
    await world.clock.until(scope.run(() => poll.start()))
    return { world, scope, logged, bodies: () => bodies }
  }
})

describe('case 41: a service on a node', () => {
  test('waits until its node is up before it starts; a wait that fails is logged at debug level and tried again', async () => {
    const { world, scope, flaky, node, debugged } = await onNode()
    flaky.waits = [new Error('connection refused'), new Error('connection refused')]
    let ran = 0
    const task = taskService({ name: 'load', on: node, run: () => void ran++ })
    await world.clock.until(scope.run(() => task.start()))
    expect(ran).toBe(1)
    expect(flaky.waits).toEqual([])
    expect(debugged).toHaveLength(2)
    expect(debugged[0]).toMatchObject({ err: { message: 'connection refused' } })
    expect(world.clock.nowMs()).toBeGreaterThan(0)
    expect((await world.close(scope)).errors).toEqual([])
  })

  test('waits before each iteration, and a failed wait is no failed iteration', async () => {
    const { world, scope, flaky, node, debugged } = await onNode()
    let ran = 0
    const task = taskService({ name: 'load', on: node, intervalMs: 10, run: () => void ran++ })
    await world.clock.until(scope.run(() => task.start()))
    flaky.waits = [new Error('gone'), new Promise<void>((resolve) => world.clock.after(500, resolve))]
    await world.clock.advance(400)
    expect(ran).toBe(1)
    await world.clock.advance(1_000)
    expect(ran).toBeGreaterThan(10)
    expect(debugged).toHaveLength(1)
    expect((await world.close(scope)).errors).toEqual([])
  })

  test('that is stopped while it waits for its node stops at once', async () => {
    const { world, scope, flaky, node } = await onNode()
    for (const wait of [new Error('gone'), new Promise<void>(() => {})]) {
      flaky.waits = Array.from({ length: 50 }, () => wait)
      const task = taskService({ name: 'load', on: node, run: () => {} })
      const up = scope.run(() => task.start())
      up.catch(() => {})
      await world.clock.advance(1_000)
      expect(task.state).toBe('starting')
      const begunMs = world.clock.nowMs()
      await world.clock.until(task.stop())
      expect(world.clock.nowMs()).toBe(begunMs)
      await expect(up).rejects.toThrow(/told to stop before it was running/)
    }
    await world.close(scope)
  })

  async function onNode() {
    const debugged: unknown[] = []
    const log = silentLog()
    Object.assign(log.logger, { debug: (record: unknown) => debugged.push(record) })
    const world = new World({}, {}, { openLog: async () => log })
    const scope = world.test()
    const flaky = flakyNode()
    const { node } = flaky
    await world.clock.until(scope.run(() => node.start()))
    return { world, scope, flaky, node, debugged }
  }
})

describe('case 42', () => {
  test('no restart after stop was asked for: a port that was taken is not replaced any more', async () => {
    const world = new World({})
    const scope = world.test()
    const service = new PortService({ exitAfterMs: 10, exit: { code: 1 } })
    const up = scope.run(() => service.start())
    up.catch(() => {})
    await world.clock.advance(5)
    await world.clock.until(service.stop())
    await world.clock.advance(1_000)
    expect(service.runtimes).toHaveLength(1)
    expect(service.state).toBe('stopped')
    await world.close(scope)
  })

  test('a port that was taken is replaced once while it starts, and that is a warning', async () => {
    const world = new World({})
    const scope = world.test()
    const service = new PortService({ exitAfterMs: 10, exit: { code: 1 } })
    await expect(world.clock.until(scope.run(() => service.start()))).rejects.toMatchObject({
      code: 'CURFEW_EXITED_WHILE_STARTING',
    })
    expect(service.runtimes).toHaveLength(2)
    const { warnings } = await world.close(scope)
    expect(warnings).toEqual([expect.stringContaining('was started again on another port')])
  })

  test('a command that ended well and left what listens on its port was not refused it', async () => {
    const world = new World({})
    const scope = world.test()
    const rest = { leftBehind: ['pid 9 (server)'] }
    const service = new PortService({ exitAfterMs: 10, exit: { code: 0 }, restMs: 20, rest })
    const failed = await world.clock.until(scope.run(() => service.start())).then(
      () => undefined,
      (error: unknown) => error,
    )
    expect(failed).toMatchObject({ code: 'CURFEW_LEFT_BEHIND', left: ['pid 9 (server)'] })
    expect(service.runtimes).toHaveLength(1)
    const { warnings } = await world.close(scope)
    expect(warnings).toEqual([])
  })

  test('a service that crashed is not restarted: who asks for it gets the first cause', async () => {
    const world = new World({ db: { does: { exitAfterMs: 5, exit: { code: 1 } } }, api: { needs: ['db'] } })
    const scope = world.test()
    await world.up(scope, 'db')
    await world.clock.advance(10)
    const crash = scope.crash
    await expect(world.clock.until(scope.get('db'))).rejects.toBe(crash)
    await expect(world.clock.until(scope.get('api'))).rejects.toMatchObject({ cause: crash })
    expect(world.order('launch')).toEqual(['db'])
    await world.close(scope)
  })

  test('the first cause of a failure is final: what happens while it is cleared away comes after it', async () => {
    const world = new World({
      db: {
        does: { stopError: { error: new Error('and cannot stop'), synchronously: true } },
        options: { ready: () => new Promise<void>(() => {}), startTimeoutMs: 50 },
      },
    })
    const scope = world.test()
    const states: ServiceState[] = []
    scope.onTransition(({ to }) => states.push(to))
    await expect(world.up(scope, 'db')).rejects.toThrow(/was not ready within 50 ms/)
    const { outcome } = world.fake('db')
    expect(outcome?.errors.map((error) => (error as { code?: string }).code)).toEqual([
      'CURFEW_NOT_READY',
      'CURFEW_STOP_FAILED',
    ])
    await world.clock.until(world.fake('db').stop()).catch(() => {})
    expect(world.fake('db').outcome).toBe(outcome)
    expect(states).toEqual(['starting', 'stopping', 'failed'])
    await world.close(scope)
  })
})

test('case 43: two concurrent tests that declare the same service have two instances', async () => {
  const world = new World({ db: { does: { stopMs: 5 } } })
  const one = world.test('one')
  const two = world.test('two')
  const [[first], [second]] = await world.clock.until(
    Promise.all([one.start(world.entries, ['db']), two.start(world.entries, ['db'])]),
  )
  expect(first).not.toBe(second)
  await world.close(one)
  expect([first?.state, second?.state]).toEqual(['stopped', 'running'])
  await world.close(two)
})

test('case 43: sharing is explicit: a service of the scope "file" is one instance for all its tests', async () => {
  const world = new World({ db: { scope: 'file' }, api: { needs: ['db'] } })
  const file = world.file()
  const scopes = [world.test('one', file), world.test('two', file)]
  await world.clock.until(Promise.all(scopes.map((scope) => scope.start(world.entries, ['api']))))
  expect(world.order('launch').toSorted()).toEqual(['api', 'api', 'db'])
  for (const scope of scopes) await world.close(scope)
  await world.close(file)
})

test('case 45: every retry is a new scope with new instances, whatever became of those before', async () => {
  const world = new World({ db: { does: { stopError: { error: new Error('no'), synchronously: true } } } })
  const seen: Service[] = []
  for (const attempt of [0, 1, 2]) {
    const scope = world.engine.openScope({ kind: 'test', name: 'a test', owner: { test: 'a test', attempt } })
    const [db] = await world.up(scope, 'db')
    if (db !== undefined) seen.push(db)
    const { errors, services } = await world.close(scope)
    expect(errors).toHaveLength(1)
    expect(services).toHaveLength(1)
  }
  expect(new Set(seen).size).toBe(3)
  expect(new Set(seen.map((service) => protocolOf(service).lifecycle?.id)).size).toBe(3)
  expect(world.order('launch')).toEqual(['db', 'db', 'db'])
})

function logWith(text: string): ServiceLog {
  return { ...silentLog(), lastLines: () => [{ timeMs: 0, stream: 'log', text }] }
}

/** A node whose waits end as the test says, one after the other; then at once. */
function flakyNode(): { readonly node: Node; waits: (Error | Promise<void>)[] } {
  const flaky = {
    node: defineNode(() => ({
      name: 'flaky',
      host: '127.0.0.1',
      async waitTillUp(signal) {
        const next = flaky.waits.shift()
        if (next instanceof Error) throw next
        const aborted = Promise.withResolvers<never>()
        signal.addEventListener('abort', () => aborted.reject(signal.reason as Error))
        await Promise.race([next, aborted.promise])
      },
    }))(),
    waits: [] as (Error | Promise<void>)[],
  }
  return flaky
}

/** A service that never gets ready, and whose port is always held by somebody else. */
class PortService extends FakeService {
  readonly runtimes: FakeRuntime[] = []

  constructor(behaviour: ConstructorParameters<typeof FakeRuntime>[0]) {
    super(behaviour, { name: 'server', ready: () => new Promise<void>(() => {}) })
    protocolOf(this).createRuntime = () => {
      const runtime = Object.assign(new FakeRuntime(behaviour, () => {}), { portWasTaken: async () => true })
      this.runtimes.push(runtime)
      return runtime
    }
  }
}
