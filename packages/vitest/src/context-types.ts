import type { AnyCatalog, Cluster, Node, ServiceList, ServicesOf } from '@curfew/core'
import type { TestAPI } from 'vitest'
import type { TestScope } from './test-scope.js'

/** What every test has without declaring it. */
export interface BuiltInContext {
  readonly services: ServiceList
  readonly scope: TestScope<{ readonly node: Node; readonly cluster: Cluster }>
  readonly node: Node
  readonly cluster: Cluster
}

/** A `test` of Vitest that a catalog of services can extend. */
export type CurfewTest<Context> = {
  readonly extend: <C extends AnyCatalog>(services: C) => CurfewTest<Context & ServicesOf<C>>
} & TestAPI<Context>

/** Their test with our services. */
export type TestWithServices<Test, C> =
  Test extends TestAPI<infer Context> ? CurfewTest<Context & BuiltInContext & ServicesOf<C>> : never
