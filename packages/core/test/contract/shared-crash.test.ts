import { expect, test } from 'vitest'
import { World } from './world.ts'

test('case 39: a shared service that crashes fails the tests that use it, directly or through others, and no other', async () => {
  const world = new World({
    db: { scope: 'file' },
    api: { scope: 'file', needs: ['db'] },
    client: { needs: ['api'] },
    bystander: {},
  })
  const file = world.file()
  const [direct, through, other] = [world.test('direct', file), world.test('through', file), world.test('other', file)]
  await world.up(direct, 'db')
  await world.up(through, 'client')
  await world.up(other, 'bystander')
  world.fake('db').fake?.exit({ code: 3 })
  await world.clock.advance(0)
  const crash = expect.objectContaining({ code: 'CURFEW_CRASHED', service: 'db' })
  expect([direct.crash, through.crash, other.crash]).toEqual([crash, crash, undefined])
  for (const scope of [direct, through, other]) await world.close(scope)
  const later = world.test('later', file)
  await expect(world.up(later, 'db')).rejects.toBe(direct.crash)
  await world.close(later)
  expect((await world.close(file)).errors).toEqual([])
})

test('case 39: a shared service that crashes while no test uses it fails its file', async () => {
  const world = new World({ db: { scope: 'file' } })
  const file = world.file()
  await world.up(file, 'db')
  world.fake('db').fake?.exit({ signal: 'SIGSEGV' })
  await world.clock.advance(0)
  const { errors } = await world.close(file)
  expect(errors).toEqual([expect.objectContaining({ code: 'CURFEW_CRASHED', service: 'db' })])
  expect(errors[0]?.message).toContain('signal SIGSEGV')
})
