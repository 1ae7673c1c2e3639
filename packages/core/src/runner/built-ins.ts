import type { CatalogEntries } from '../catalog/entry.ts'
import type { ServiceList } from '../list/service-list.ts'
import type { Cluster } from '../places/cluster.ts'
import type { Node } from '../places/node.ts'
import type { Scope } from '../scope/scope.ts'
import { TestScope } from './test-scope.ts'

/** Services that every scope has. */
export interface BuiltInServices {
  readonly node: Node
  readonly cluster: Cluster
}

/** What every test has without declaring it. */
export interface BuiltInFixtures {
  /** The services of the test, and the wider ones that it uses, when it was handed out; `scope.services` is always as of now. */
  readonly services: ServiceList
  /** The scope of the test. */
  readonly scope: TestScope<BuiltInServices>
  /** A node of the provider that `nodes` names; this machine by default. Started only where it is used. */
  readonly node: Node
  /** A cluster of that provider. Started only where it is used. */
  readonly cluster: Cluster
}

/** The services that `scope.get()` of a context knows by name. */
export type ServicesOfScope<Context> = Context extends { readonly scope: TestScope<infer Services> } ? Services : {}

/** The same members, written out: what an editor shows for a type. */
export type Flat<T> = { [Key in keyof T]: T[Key] } & {}

/** What every test has by name that is no service, made of its scope. */
export const builtInValues: Readonly<Record<'services' | 'scope', (scope: Scope) => unknown>> = {
  services: (scope) => scope.services,
  scope: (scope) => new TestScope(scope),
}

/** `node` and `cluster` are the engine's own, so that a test has them without any catalog. */
export const noServices: CatalogEntries = { get: () => undefined, names: [] }
