import { expectTypeOf, test } from 'vitest'
import {
  findServicesFromAllSources,
  ServiceList,
  type PendingServiceList,
  type ProcessService,
  type Service,
  type TaskService,
} from '../../src/index.ts'

declare const task: TaskService
declare const server: ProcessService<'http' | 'admin'>
declare const tasks: ServiceList<TaskService>

test('a list keeps the type of its services through filters, actions and waits', async () => {
  expectTypeOf(new ServiceList([task])).toEqualTypeOf<ServiceList<TaskService>>()
  expectTypeOf(tasks.findByTags('a').alive().findNoDependants()).toEqualTypeOf<ServiceList<TaskService>>()
  expectTypeOf(tasks.stop()).toEqualTypeOf<PendingServiceList<TaskService>>()
  expectTypeOf(await tasks.stop().alive().waitTillStopped(1_000)).toEqualTypeOf<ServiceList<TaskService>>()
  expectTypeOf(tasks.get('a')).toEqualTypeOf<TaskService>()
  expectTypeOf(tasks.get('a', undefined)).toEqualTypeOf<TaskService | undefined>()
  expectTypeOf(tasks.kill().get('a', server)).toEqualTypeOf<Promise<TaskService | ProcessService<'http' | 'admin'>>>()
  expectTypeOf(tasks.at(-1)).toEqualTypeOf<TaskService | undefined>()
  expectTypeOf(tasks.kill().at(0)).toEqualTypeOf<Promise<TaskService | undefined>>()
  expectTypeOf(tasks.findByStopPriority(0, 49)).toEqualTypeOf<ServiceList<TaskService>>()
  expectTypeOf(tasks.kill().get('a')).toEqualTypeOf<Promise<TaskService>>()
  expectTypeOf(tasks.groupByStopPriority()).toEqualTypeOf<ReadonlyMap<number, ServiceList<TaskService>>>()
  expectTypeOf([...tasks]).toEqualTypeOf<TaskService[]>()
  expectTypeOf(findServicesFromAllSources()).toEqualTypeOf<ServiceList>()
})

test('append and extend widen it', () => {
  expectTypeOf(tasks.append(server)).toEqualTypeOf<ServiceList<TaskService | ProcessService<'http' | 'admin'>>>()
  expectTypeOf(tasks.extend([server]).get('a')).toEqualTypeOf<TaskService | ProcessService<'http' | 'admin'>>()
  expectTypeOf(tasks.stop().append(server)).toEqualTypeOf<
    PendingServiceList<TaskService | ProcessService<'http' | 'admin'>>
  >()
  expectTypeOf(tasks.reduce((sum, service) => sum + service.stopPriority, 0)).toEqualTypeOf<number>()
})

test('wrong use is an error', () => {
  // @ts-expect-error a plain list is not thenable
  void tasks.then
  // @ts-expect-error filters of a list are synchronous: nothing to await
  void tasks.alive().catch
  // @ts-expect-error units are in the names
  tasks.graduallyStop({ timeout: 10 })
  // @ts-expect-error no such option
  tasks.stop({ force: true })
  // @ts-expect-error a range is two numbers
  tasks.findByStopPriority([0, 49])
  // @ts-expect-error a place is a number
  tasks.at('a')
  // @ts-expect-error there may be none at that place
  void tasks.at(0).serviceName
  // @ts-expect-error tags are separate arguments
  tasks.findByTags(['a', 'b'])
  // @ts-expect-error services, not names
  tasks.remove('a')
  // @ts-expect-error a pending list has to be awaited before it is iterated
  for (const _ of tasks.stop()) void _
  // @ts-expect-error only services
  void new ServiceList<Service>(['a'])
})
