import { expect, test } from 'vitest'
import type { Runtime } from '../../src/runtime/runtime.ts'
import { defineRuntime, type RuntimePlace } from '@curfew/core/provider'
import { localNode } from '@curfew/core'
import { FakeRuntime } from '@curfew/testing'
import { World } from '../contract/world.ts'

class ImageRuntime extends FakeRuntime {
  readonly address: string

  constructor(image: string, { host }: RuntimePlace) {
    super({ stopMs: 5 }, () => {})
    this.address = `${image}@${host}`
  }
}

const Image = defineRuntime({
  kind: 'image',
  create: ({ image }: { readonly image: string }, { place }) => new ImageRuntime(image, place),
})

class ImageService extends Image {
  get address(): string {
    return this.launched('address').address
  }
}

test('a runtime of a provider is a service like any other: with its address, its name in the verdict, its stop in order', async () => {
  const world = new World({})
  const scope = world.test()
  const node = localNode({ host: '127.0.0.9' })
  const db = new ImageService({ image: 'redis', name: 'db', on: node, stopPriority: 10 })
  expect(() => db.address).toThrow(/"address" of service "db" is known once it has started; it is new/)
  await world.clock.until(scope.run(() => db.start()))
  expect([db.address, db.runtime, db.state]).toEqual(['redis@127.0.0.9', 'image', 'running'])
  const { errors, services, stopOrder } = await world.close(scope)
  expect(errors).toEqual([])
  expect(stopOrder).toEqual(['db', 'node'])
  expect(services).toContainEqual(
    expect.objectContaining({ name: 'db', runtime: 'image', isPlace: false, isHosted: false, on: 'node' }),
  )
})

test('what its services may do is as it says: it may end by itself, and cannot be killed', async () => {
  const world = new World({})
  const scope = world.test()
  const Own = defineRuntime({
    kind: 'own',
    mayExit: true,
    canBeKilled: false,
    create: (options: { readonly exits: boolean }): Runtime =>
      new FakeRuntime(options.exits ? { exitAfterMs: 5 } : { stopMs: Infinity, killMs: Infinity }, () => {}),
  })
  const ends = new Own({ exits: true, name: 'ends' })
  const deaf = new Own({ exits: false, name: 'deaf', stopTimeoutMs: 10 })
  for (const service of [ends, deaf]) await world.clock.until(scope.run(() => service.start()))
  await world.clock.advance(20)
  expect(ends.outcome).toMatchObject({ how: 'exited', errors: [] })
  const { errors } = await world.close(scope)
  expect(errors.map(({ message }) => message).join()).toContain('ignores its signal and cannot be killed')
})

test.for([
  [{ kind: 'process', create: () => {} }, /kind is "process", which curfew has itself/],
  [{ create: () => {} }, /kind is missing/],
  [{ kind: 'x' }, /create is missing: it has to be a function/],
  [{ kind: 'x', create: () => {}, mayexit: true }, /"mayexit" is no option of the definition of a runtime: "mayExit"/],
] as const)('refuses %j', ([definition, problem]) => {
  expect(() => defineRuntime(definition as never)).toThrow(problem)
})

test('refuses a definition that is no object', () => {
  expect(() => defineRuntime(undefined as never)).toThrow(/defineRuntime\(\): the options .* have to be an object/)
})

test.for<[unknown, RegExp]>([
  [undefined, /create\(\) of the runtime "own" has to return a Runtime; it returned undefined/],
  [{}, /lacks launch\(\), terminate\(\), kill\(\).*the promise "exited", the promise "gone", "target"/],
  [Object.assign(new FakeRuntime({}, () => {}), { kill: 1 }), /what it returned lacks kill\(\)\./],
])('a service whose runtime is none fails to start, and nothing waits for it: %s', async ([runtime, problem]) => {
  const world = new World({})
  const scope = world.test()
  const Own = defineRuntime({ kind: 'own', create: () => runtime as Runtime })
  const own = new Own({ name: 'own' })
  const error = await world.clock.until(
    scope
      .run(() => own.start())
      .then(
        () => undefined,
        (caught: unknown) => caught,
      ),
  )
  expect(error).toMatchObject({ code: 'CURFEW_BAD_OPTION', message: expect.stringMatching(problem) })
  expect(own.state).toBe('failed')
  await world.close(scope)
})
