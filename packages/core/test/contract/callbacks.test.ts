import { expect, test } from 'vitest'
import { findServicesFromAllSources, taskService, type Service } from '@curfew/core'
import type { Lifecycle } from '../../src/lifecycle/lifecycle.ts'
import { FakeService } from '@curfew/testing'
import { World } from './world.ts'

/**
 * Every callback that a user may give to a service or a scope, and the service as which it runs, if it is code of one. Those of
 * a process and of a thread, which need a real one, are in the cases of the runners.
 */
const callbacks = {
  factory: undefined,
  ready: 'api',
  quiesce: 'api',
  cleanup: 'api',
  'body of a task': 'load',
  'signal of a task': 'load',
  'cleanup of a service that crashed': 'crashing',
  'signal of the scope': undefined,
  onCleanup: undefined,
  onTransition: undefined,
} as const

test.for(['nobody', 'another test'])(
  'every callback runs in the scope and service that it belongs to, and not in the context of %s who sets it off',
  async (who) => {
    const seen = new Map<string, Set<string>>()
    const note = (what: keyof typeof callbacks) => {
      const scope = world.engine.currentScope()?.name ?? 'no scope'
      const as: Lifecycle | undefined = world.engine.asker()
      const names = findServicesFromAllSources()
        .names()
        .filter((name) => name === 'foreign')
      const where = [scope, ...(as === undefined ? [] : [as.name]), ...names].join(' ')
      seen.set(what, (seen.get(what) ?? new Set()).add(where))
    }
    const world: World = new World({
      foreign: {},
      api: {
        create: () => {
          note('factory')
          return new FakeService(
            {},
            {
              ready: () => note('ready'),
              quiesce: () => note('quiesce'),
              cleanup: () => note('cleanup'),
            },
          )
        },
      },
      load: {
        needs: ['api'],
        create: () =>
          taskService({
            run: ({ signal }) => {
              note('body of a task')
              const { promise, resolve } = Promise.withResolvers<void>()
              signal.addEventListener('abort', () => {
                note('signal of a task')
                resolve()
              })
              return promise
            },
          }),
      },
      crashing: {
        create: () => new FakeService({}, { cleanup: () => note('cleanup of a service that crashed') }),
      },
    })
    const other = world.test('other')
    await world.up(other, 'foreign')
    const mine = world.test('mine')
    const outside = <T>(body: () => T): T => (who === 'nobody' ? body() : other.run(body))
    mine.run(() => {
      mine.signal.addEventListener('abort', () => note('signal of the scope'))
      mine.onCleanup(() => note('onCleanup'))
      mine.onTransition(() => note('onTransition'))
    })

    const [, crashing] = await world.clock.until(
      outside(() => mine.start(world.entries, ['load', 'crashing'])) as Promise<[Service, FakeService]>,
    )
    outside(() => crashing.fake?.exit({ code: 3 }))
    await world.clock.until(crashing.waitTillStopped())
    await world.clock.until(outside(() => mine.close()))
    await world.close(other)

    const expected = Object.entries(callbacks).map(([what, as]) => [what, as === undefined ? ['mine'] : [`mine ${as}`]])
    expect(Object.fromEntries([...seen].map(([what, where]) => [what, [...where]]))).toEqual(
      Object.fromEntries(expected),
    )
  },
)

test('code that belongs to no test acts on none of several: it would be on that of somebody else', async () => {
  const world = new World({ db: {} })
  const [one, two] = [world.test('one'), world.test('two')]
  const [db] = (await world.up(one, 'db')) as [Service]
  const stopped = findServicesFromAllSources().stop()
  await expect(stopped).rejects.toMatchObject({ code: 'CURFEW_SHARED_SERVICE', service: 'db', users: ['"one"'] })
  await world.close(two)
  await world.clock.until(
    findServicesFromAllSources()
      .stop()
      .then(() => undefined),
  )
  expect(db.state).toBe('stopped')
  await world.close(one)
})
