import { describe, expect, test } from 'vitest'
import type { EngineSettings } from '../../src/engine-contract.ts'
import { FileScope } from '../../src/runner/file-scope.ts'
import { TestAttempt, type TestAttemptOptions } from '../../src/runner/test-attempt.ts'
import { World, type Part } from '../contract/world.ts'

const never = { does: { launchMs: Infinity } }
const crashes = { does: { exitAfterMs: 10, exit: { code: 3 } }, options: { mayExit: false } }
const breaksAtStop = { does: { stopExit: { code: 9 } } }

function worldOf(parts: Readonly<Record<string, Part>>, settings: Partial<EngineSettings> = {}) {
  const world = new World(parts, { keepOutput: 'all', ...settings })
  const needed = (...names: string[]) => new Map([[world.entries, new Set(names)]])
  return { world, needed, attempt: (options?: Partial<TestAttemptOptions>) => newAttempt(options) }
}

function newAttempt(options: Partial<TestAttemptOptions> = {}): TestAttempt {
  return new TestAttempt({ test: 'a test', file: 'a.test.ts', attempt: 1, ...options })
}

/** What a runner knows of a test that passed, and makes no other attempt. */
const passed = { reported: [], isLast: true }

describe('start', () => {
  test('is one request for each catalog: the total limit and the roll-back are for all that is asked of it', async () => {
    const { world, needed, attempt } = worldOf(
      { up: {}, slow: never, slower: never },
      { limits: { totalStartTimeoutMs: 1_000 } },
    )
    const one = attempt()
    const errors = await world.clock.until(one.start(needed('up', 'slow', 'slower')))
    expect(errors).toEqual([
      expect.objectContaining({
        code: 'CURFEW_START_TIMEOUT',
        message: expect.stringMatching(/ up \(running\), slow \(starting\), slower \(starting\)/),
      }),
    ])
    expect(world.order('exit').toSorted()).toEqual(['slow', 'slower', 'up'])
    expect(await world.clock.until(one.end(passed))).toMatchObject({ errors: [], hasServiceErrors: true })
  })

  test('resolves with the cause first, then with what went wrong in the roll-back, each by itself', async () => {
    const { world, needed, attempt } = worldOf({
      db: breaksAtStop,
      api: { needs: ['db'], does: { launchError: new Error('no disk') } },
    })
    const errors = await world.clock.until(attempt().start(needed('api')))
    expect(errors.map(String)).toEqual([expect.stringContaining('no disk'), expect.stringContaining('"db"')])
  })

  test('is not waited for when the runner gives the test up: nothing failed then, and nothing is kept', async () => {
    const { world, needed, attempt } = worldOf({ db: {}, slow: never }, { keepOnFailure: true })
    const one = attempt()
    const givenUp = new AbortController()
    const starting = one.start(needed('db', 'slow'), givenUp.signal)
    await world.clock.advance(10)
    const reason = new Error('bail')
    givenUp.abort(reason)
    expect(await starting).toEqual([reason])
    const end = await world.clock.until(one.end(passed))
    expect(end).toMatchObject({ errors: [], hasServiceErrors: false, verdict: { kept: [] } })
    expect(world.state('db')).toBe('stopped')
  })

  test('hands out services by what was declared, the built-in ones too', async () => {
    const { world, needed, attempt } = worldOf({ db: {} })
    const one = attempt()
    expect(await world.clock.until(one.start(needed('db', 'node')))).toEqual([])
    expect([...one.services].map(([entry, service]) => [entry.name, service.state])).toEqual([
      ['db', 'running'],
      ['node', 'running'],
    ])
    await world.clock.until(one.end(passed))
  })
})

describe('race', () => {
  test('fails the body at once when a service crashes, and aborts its signal', async () => {
    const { world, needed, attempt } = worldOf({ db: crashes })
    const one = attempt()
    await world.clock.until(one.start(needed('db')))
    const body = one.race(() => new Promise(() => {}))
    const failure = expect(body).rejects.toMatchObject({ code: 'CURFEW_CRASHED' })
    await world.clock.advance(20)
    await failure
    expect(one.signal.reason).toMatchObject({ code: 'CURFEW_CRASHED' })
    const end = await world.clock.until(one.end(passed))
    // The body failed with it already.
    expect(end).toMatchObject({ errors: [], hasServiceErrors: true })
  })

  test('does not begin a body whose attempt was interrupted before', async () => {
    const { world, needed, attempt } = worldOf({ db: crashes })
    const one = attempt()
    await world.clock.until(one.start(needed('db')))
    await world.clock.advance(20)
    let hasRun = false
    await expect(one.race(() => (hasRun = true))).rejects.toMatchObject({ code: 'CURFEW_CRASHED' })
    expect(hasRun).toBe(false)
    await world.clock.until(one.end(passed))
  })

  test('an attempt without a scope of its own is interrupted when its file is closed', async () => {
    const { world, attempt } = worldOf({})
    const file = new FileScope('a.test.ts', false)
    const one = attempt({ within: file })
    const body = one.race(() => new Promise(() => {}))
    const failure = expect(body).rejects.toThrow('SIGINT')
    await world.clock.until(world.engine.doom('SIGINT'))
    await failure
    expect(one.isOpen).toBe(false)
    expect(one.signal.aborted).toBe(true)
  })

  test('a body that its runner no longer waits for has its signal aborted, one that failed by itself has not', async () => {
    const { attempt } = worldOf({})
    const late = new Error('timed out')
    const [hangs, fails] = [attempt(), attempt()]
    void hangs.race(() => new Promise(() => {}))
    hangs.failedWith('Exceeded timeout', late)
    expect(hangs.signal.reason).toBe(late)
    await fails.race(() => Promise.reject(late)).catch(() => {})
    fails.failedWith(late)
    expect(fails.signal.aborted).toBe(false)
    await Promise.all([hangs.end(passed), fails.end(passed)])
  })
})

describe('end', () => {
  test('has nothing to report where nothing asked for the scope', async () => {
    const { world, attempt } = worldOf({ db: {} })
    const one = attempt()
    await one.race(() => 1)
    expect(await one.end(passed)).toEqual({ errors: [], hasServiceErrors: false, lastLines: '', verdict: undefined })
    expect(world.engine.scopes.size).toBe(0)
  })

  test('reports what the runner does not have yet: known as itself, as a cause, or as plain data by its message', async () => {
    const { world, needed, attempt } = worldOf({ a: breaksAtStop, b: breaksAtStop, c: breaksAtStop, d: breaksAtStop })
    const one = attempt()
    await world.clock.until(one.start(needed('a', 'b', 'c', 'd')))
    await world.clock.until(Promise.allSettled(one.services.values().map((service) => service.stop())))
    const [a, b, c] = [...one.scope.members].map(({ outcome }) => outcome?.errors[0])
    const reported = [a, new Error('of a hook', { cause: b }), { message: 'plain', cause: { message: c?.message } }]
    const end = await world.clock.until(one.end({ reported, isLast: true }))
    expect(end.errors.map(({ message }) => message)).toEqual([expect.stringContaining('"d"')])
    expect(end.hasServiceErrors).toBe(true)
    expect(end.verdict?.errors).toHaveLength(4)
  })

  test('what failed a test is not reported again for the file that shares the service', async () => {
    const { world, needed, attempt } = worldOf({
      db: { ...crashes, scope: 'file' },
      disk: { ...breaksAtStop, scope: 'file' },
    })
    const file = new FileScope('a.test.ts', false)
    const one = attempt({ within: file })
    await world.clock.until(one.start(needed('db', 'disk')))
    await world.clock.advance(20)
    const end = await world.clock.until(one.end(passed))
    expect(end.errors).toEqual([expect.objectContaining({ code: 'CURFEW_CRASHED' })])
    const { errors } = await world.clock.until(file.close(true))
    expect(errors.map(({ message }) => message)).toEqual([expect.stringContaining('"disk"')])
  })

  test('the signal of a test that passed never aborts; what it starts late does not start', async () => {
    const { world, needed, attempt } = worldOf({ db: {} })
    const [one, without] = [attempt(), attempt()]
    const { signal } = one
    await world.clock.until(one.start(needed('db')))
    await world.clock.until(one.end(passed))
    await without.end(passed)
    expect(signal.aborted).toBe(false)
    await expect(without.scope.start(world.entries, ['db'])).rejects.toThrow('closing')
  })

  test('keeps services up for the last attempt that fails only', async () => {
    const { world, needed, attempt } = worldOf({ db: {} }, { keepOnFailure: true })
    const kept: boolean[] = []
    for (const ended of [
      { reported: [], isLast: true },
      { reported: [new Error('again')], isLast: false },
      { reported: [new Error('expected')], hasFailed: false, isLast: true },
      { reported: [new Error('at last')], isLast: true },
    ]) {
      const one = attempt()
      await world.clock.until(one.start(needed('db')))
      const { keep } = one.scope
      let wasKept = false
      one.scope.keep = () => {
        wasKept = true
        keep.call(one.scope)
      }
      await world.clock.until(one.end(ended))
      kept.push(wasKept)
    }
    expect(kept).toEqual([false, false, false, true])
  })

  test('of a file that was given up: its attempts are closed first', async () => {
    const { world, needed, attempt } = worldOf({ db: { scope: 'file' }, api: { needs: ['db'] } })
    const file = new FileScope('a.test.ts', false)
    await world.clock.until(attempt({ within: file }).start(needed('api')))
    await world.clock.until(file.abandon())
    expect(world.order('exit')).toEqual(['api', 'db'])
    expect(world.engine.scopes.size).toBe(0)
  })
})
