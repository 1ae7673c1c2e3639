import type { Catalog } from '@curfew/core'
import { builtInValues, noServices } from '@curfew/core/runner'
import { test as nativeTest, TestRunner, type TestAPI } from 'vitest'
import { aroundFile } from './around-file.ts'
import { aroundTest } from './around-test.ts'
import { installBridge } from './bridge.ts'
import type { BuiltInContext, BuiltInFixtures, CurfewTest, InScope, WithServices } from './context-types.ts'
import { layer, type Fixture } from './needs.ts'
import { addCrashRace } from './run-task.ts'
import { attemptOf, testFixture } from './service-fixtures.ts'
import type { Task } from './task.ts'
import { tracked, type NativeTest } from './tracked-test.ts'

installBridge({ aroundFile, aroundTest })
addCrashRace(TestRunner.prototype as never)

const values = Object.entries(builtInValues)
const builtInServices = ['node', 'cluster']

const builtInFixtures = Object.fromEntries([
  ...values.map(([name, valueOf]) => {
    const fixture = async (
      { task }: { readonly task: Task },
      use: (value: unknown) => Promise<void>,
    ): Promise<void> => {
      await use(valueOf(attemptOf(task, name).scope))
    }
    return [name, fixture] as const
  }),
  ...builtInServices.map((name) => [name, testFixture(noServices, name)] as const),
])

const builtInLayer: readonly (readonly [string, Fixture])[] = [
  ...values.map(([name]) => [name, { needs: [], auto: false }] as const),
  ...builtInServices.map((name) => [name, { catalog: noServices }] as const),
]

/**
 * `test` of Vitest, whole and unchanged, that a catalog of services can extend: `test.extend(services)`.
 *
 * What a test destructures is started, in parallel and along the graph, before its clock begins, and everything is stopped,
 * dependants first, when it ends: passed, failed, timed out or interrupted.
 */
export const test: CurfewTest<BuiltInContext> = withBuiltIns(nativeTest)

/**
 * Adds the services of a catalog to a `test` that was extended elsewhere.
 *
 * @example const test = withServices(theirTest, services)
 */
export function withServices<Context, Services, Wide>(
  theirTest: TestAPI<Context>,
  services: Catalog<Services, Wide>,
): CurfewTest<WithServices<InScope<Context, BuiltInFixtures, 'test'>, Services, Wide>> {
  return withBuiltIns(theirTest).extend(services) as never
}

function withBuiltIns(test: unknown): CurfewTest<BuiltInContext> {
  const native = test as NativeTest
  const extended = (native['extend'] as (fixtures: object) => unknown)(builtInFixtures) as NativeTest
  return tracked(extended, layer(builtInLayer, undefined)) as unknown as CurfewTest<BuiltInContext>
}
