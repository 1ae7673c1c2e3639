import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { localNode, taskService, TaskService, type TaskContext, type TaskOptions } from '@curfew/core'
import { createEngine } from '../../src/engine/engine.ts'
import { installEngine } from '../../src/engine-access.ts'
import { newRun } from '../../src/run/run-context.ts'
import { World } from '../contract/world.ts'

async function started(options: TaskOptions | ((world: World) => TaskOptions)) {
  const world = new World({})
  const scope = world.test()
  const task = taskService({ name: 'task', ...(typeof options === 'function' ? options(world) : options) })
  const start = scope.run(() => task.start())
  start.catch(() => {})
  await world.clock.advance(0)
  return { world, scope, task, start }
}

describe('a task that runs once', () => {
  test('may end by itself, and is then over as it should be', async () => {
    const { world, scope, task } = await started({ run: () => {} })
    await world.clock.advance(1)
    expect(task.state).toBe('stopped')
    expect(task.outcome).toMatchObject({ how: 'exited', gone: true, errors: [] })
    expect((await world.close(scope)).errors).toEqual([])
  })

  test('that throws fails the test with its error as the cause', async () => {
    const cause = new RangeError('too many')
    const { world, scope, task } = await started({
      run: async () => {
        await Promise.resolve()
        throw cause
      },
    })
    await world.clock.advance(1)
    expect(task.state).toBe('failed')
    const { errors } = await world.close(scope)
    expect(errors).toEqual([expect.objectContaining({ code: 'CURFEW_CRASHED', service: 'task', cause })])
    expect(errors[0]?.message).toContain('Service "task" crashed: RangeError: too many')
  })

  test('is told to stop by its signal; what it throws because of that is how it obeys', async () => {
    for (const obey of [
      ({ signal }: TaskContext) =>
        new Promise<void>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
      ({ signal }: TaskContext) => new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve())),
      ({ sleep }: TaskContext) => sleep(Infinity),
      async ({ sleep }: TaskContext) => {
        await sleep(Infinity).catch((cause: unknown) => {
          throw new Error('wrapped', { cause })
        })
      },
    ]) {
      const { world, scope, task } = await started({ run: obey })
      expect(task.isServiceAlive()).toBe(true)
      const { errors, stopMs } = await world.close(scope)
      expect(errors).toEqual([])
      expect(stopMs).toBe(0)
      expect(task.outcome).toMatchObject({ how: 'stopped' })
    }
  })

  test('that throws something else while it is stopping has an error', async () => {
    const cause = new Error('could not flush')
    const { world, scope, task } = await started({
      run: ({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(cause))),
    })
    const { errors } = await world.close(scope)
    expect(errors).toEqual([expect.objectContaining({ code: 'CURFEW_UNCLEAN_STOP', cause })])
    expect(task.outcome).toMatchObject({ how: 'failed', gone: true })
  })

  test('without a body is refused when it starts', async () => {
    const world = new World({})
    const scope = world.test()
    class Empty extends TaskService {}
    const empty = new Empty()
    await world.clock.until(scope.run(() => empty.start())).catch(() => {})
    await world.clock.advance(1)
    const { errors } = await world.close(scope)
    expect(errors[0]?.cause).toMatchObject({ code: 'CURFEW_BAD_OPTION' })
    expect(errors[0]?.message).toContain('Service "empty" has no body')
  })
})

describe('a task that repeats', () => {
  test('waits its interval from the end of one iteration to the begin of the next', async () => {
    const begins: number[] = []
    const { world, scope } = await started((world) => ({
      intervalMs: 100,
      async run({ iteration }) {
        begins.push(world.clock.nowMs())
        expect(iteration).toBe(begins.length - 1)
        await world.clock.sleep(30)
      },
    }))
    await world.clock.advance(500)
    expect(begins).toEqual([0, 130, 260, 390])
    await world.close(scope)
  })

  test('waits as long as its body returns, then its interval again', async () => {
    const begins: number[] = []
    const delays: (number | undefined)[] = [7, 0, undefined]
    const { world, scope } = await started((world) => ({
      intervalMs: 100,
      run() {
        begins.push(world.clock.nowMs())
        return delays.shift()
      },
    }))
    await world.clock.advance(250)
    expect(begins).toEqual([0, 7, 7, 107, 207])
    await world.close(scope)
  })

  test('is stopped in the middle of its wait, at once, and does not run again', async () => {
    let ran = 0
    const { world, scope, task } = await started({ intervalMs: 60_000, run: () => void ran++ })
    await world.clock.advance(10)
    expect((await world.close(scope)).stopMs).toBe(0)
    await world.clock.advance(1_000_000)
    expect(ran).toBe(1)
    expect(task.outcome).toMatchObject({ how: 'stopped', errors: [] })
  })

  test('is stopped in the middle of an iteration: the iteration ends, and is the last', async () => {
    let ended = 0
    const { world, scope } = await started((world) => ({
      intervalMs: 1,
      async run() {
        await world.clock.sleep(40)
        ended++
      },
    }))
    await world.clock.advance(10)
    expect((await world.close(scope)).stopMs).toBe(30)
    await world.clock.advance(1_000)
    expect(ended).toBe(1)
  })

  test('a sleep of the body ends with the stop', async () => {
    const { world, scope, task } = await started({ intervalMs: 1, run: ({ sleep }) => sleep(1_000_000) })
    expect((await world.close(scope)).stopMs).toBe(0)
    expect(task.outcome).toMatchObject({ how: 'stopped', errors: [] })
  })

  test('may not end by itself: mayExit is for those that run once', async () => {
    expect(() => taskService({ intervalMs: -1, run: () => {} })).toThrow(/intervalMs has to be a number/)
    const { world, scope } = await started({
      intervalMs: 10,
      run: () => {
        throw new Error('no')
      },
    })
    await world.clock.advance(1)
    expect((await world.close(scope)).errors).toHaveLength(1)
  })
})

describe('readyAfterFirst', () => {
  test('is ready when the first iteration is over', async () => {
    const { world, scope, task, start } = await started((world) => ({
      intervalMs: 10,
      readyAfterFirst: true,
      run: () => world.clock.sleep(25),
    }))
    await world.clock.advance(24)
    expect(task.state).toBe('starting')
    await world.clock.until(start)
    expect(world.clock.nowMs()).toBe(25)
    await world.close(scope)
  })

  test('without it, when the first one began', async () => {
    const { world, scope, task } = await started((world) => ({ intervalMs: 10, run: () => world.clock.sleep(25) }))
    expect(task.state).toBe('running')
    await world.close(scope)
  })

  test('case 11: a first iteration that fails fails the start, at once', async () => {
    const { world, scope, task, start } = await started({
      intervalMs: 10,
      readyAfterFirst: true,
      run: () => Promise.reject(new Error('no rows')),
    })
    await expect(world.clock.until(start)).rejects.toMatchObject({
      code: 'CURFEW_LAUNCH',
      service: 'task',
      cause: { message: 'no rows' },
    })
    expect(task.outcome).toMatchObject({ how: 'failed', gone: true })
    expect((await world.close(scope)).errors).toEqual([])
  })

  test(`with onError: 'continue' a first iteration that fails counts as over`, async () => {
    const { world, scope, task, start } = await started({
      intervalMs: 10,
      readyAfterFirst: true,
      onError: 'continue',
      run: () => Promise.reject(new Error('no rows')),
    })
    await world.clock.until(start)
    expect(task.state).toBe('running')
    await world.close(scope)
  })
})

describe('on a node', () => {
  test('it waits while the node is down between two iterations, and goes on when it is up again', async () => {
    const world = new World({})
    const scope = world.test()
    const node = localNode()
    const begins: number[] = []
    const task = taskService({
      name: 'poll',
      on: node,
      intervalMs: 10,
      run: () => void begins.push(world.clock.nowMs()),
    })
    await world.clock.until(scope.run(() => task.start()))
    await world.clock.advance(25)
    node.suspend()
    await world.clock.advance(1_000)
    expect(begins).toEqual([0, 10, 20])
    expect(task.state).toBe('running')
    node.resume()
    await world.clock.advance(5)
    expect(begins).toEqual([0, 10, 20, 1_025])
    node.suspend()
    await world.clock.advance(50)
    expect((await world.close(scope)).errors).toEqual([])
    expect(task.outcome).toMatchObject({ how: 'stopped' })
  })
})

test('what it logs is in its file, with service, test and iteration', async () => {
  const root = mkdtempSync(join(tmpdir(), 'curfew-task-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const engine = createEngine({ settings: { debugging: false, run: newRun({ root }) } })
  onTestFinished(installEngine(engine))
  const scope = engine.openScope({ kind: 'test', name: 't', owner: { test: 't', file: 'a.test.ts' } })
  const task = taskService({
    name: 'poll',
    readyAfterFirst: true,
    run: ({ log, iteration }) => log.info({ iteration }, 'hello'),
  })
  await scope.run(() => task.start())
  await scope.close()
  const [member] = scope.members
  const file = join(member?.log?.directory() ?? '', 'records.ndjson')
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    msg: 'hello',
    iteration: 0,
    service: 'poll',
    test: 't',
    file: 'a.test.ts',
    runtime: 'task',
  })
})
