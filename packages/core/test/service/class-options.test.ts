import { expect, test } from 'vitest'
import { ServiceList, TaskService, type TaskOptions } from '@curfew/core'
import { FakeService } from '@curfew/testing'
import { World } from '../contract/world.ts'

class Load extends TaskService {
  static override readonly tags: readonly string[] = ['load', 'core']
  static override readonly stopPriority: number = 10
}

class HttpLoad extends Load {
  static override readonly tags: readonly string[] = ['http', 'load']
}

class SlowLoad extends HttpLoad {
  static override readonly stopPriority = 0
}

const idle: TaskOptions = { run() {} }

test('a service has the tags of its base classes, of its class, and its own, each once and in that order', () => {
  expect(new Load(idle).tags).toEqual(['load', 'core'])
  expect(new HttpLoad({ ...idle, tags: ['own', 'core'] }).tags).toEqual(['load', 'core', 'http', 'own'])
  expect(new SlowLoad(idle).tags).toEqual(['load', 'core', 'http'])
  const services = new ServiceList([new Load(idle), new HttpLoad(idle)])
  expect([services.findByTags('load').length, services.findByTags('core', 'http').length]).toEqual([2, 1])
})

test('the stopPriority of a class is that of its services, of the nearest class that has one; an option wins', () => {
  expect(new Load(idle).stopPriority).toBe(10)
  expect(new HttpLoad(idle).stopPriority).toBe(10)
  expect(new SlowLoad(idle).stopPriority).toBe(0)
  expect(new HttpLoad({ ...idle, stopPriority: 70 }).stopPriority).toBe(70)
  expect(new TaskService(idle).stopPriority).toBe(50)
})

test('static members of a wrong value are refused when a service of the class is made, by the name of the class', () => {
  class Late extends TaskService {
    static override readonly stopPriority = 101
  }
  class Untagged extends Late {
    static override readonly tags = 'load' as unknown as readonly string[]
  }
  expect(() => new Late(idle)).toThrow(
    'Static members of class "Late": stopPriority has to be a whole number from 0 to 100; it is 101.',
  )
  expect(() => new Untagged(idle)).toThrow(
    'Static members of class "Untagged": tags has to be an array of strings without control and invisible characters; it is "load".',
  )
})

class First extends FakeService {
  static override readonly stopPriority = 20
}

class Overridden extends FakeService {
  override get stopPriority(): number {
    return 80
  }
}

class Broken extends FakeService {
  override get stopPriority(): number {
    throw new Error('no priority')
  }
}

test('a stop takes the priority that the list groups by: of the class, or of a getter that a class overrides', async () => {
  const world = new World({})
  const scope = world.test()
  const services = [
    new Overridden({ stopMs: 10 }, { name: 'overridden' }),
    new FakeService({ stopMs: 10 }, { name: 'plain' }),
    new First({ stopMs: 10 }, { name: 'first' }),
  ]
  await world.clock.until(scope.run(() => Promise.all(services.map((service) => service.start()))))
  expect([...new ServiceList(services).groupByStopPriority().keys()]).toEqual([20, 50, 80])
  const verdict = await world.close(scope)
  expect(verdict.stopOrder).toEqual(['first', 'plain', 'overridden'])
  expect(verdict.errors).toEqual([])
})

test('a getter that throws keeps no service from its stop', async () => {
  const world = new World({})
  const scope = world.test()
  const broken = new Broken({}, { name: 'broken' })
  await world.clock.until(scope.run(() => broken.start()))
  expect(await world.close(scope)).toMatchObject({ stopOrder: ['broken'], errors: [] })
})
