import type { Service } from '../service/service.ts'
import type { DeclaredAt } from '../location/declared-at.ts'

/** The scope that owns a service. */
export type ScopeKind = 'test' | 'file'
/** Every scope that the engine knows: without a runner all services are of the run, and no runner opens the two last yet. */
export type AnyScopeKind = ScopeKind | 'worker' | 'run'
/** From narrow to wide. */
export const scopeKinds: readonly AnyScopeKind[] = ['test', 'file', 'worker', 'run']

/** One declared service of a catalog, before anything starts. Identity matters: one entry has one instance per scope. */
export interface CatalogEntry {
  readonly name: string
  readonly scope: AnyScopeKind
  /** Names from the factory's and the `on` function's destructured parameters, `needs`, and `on: 'name'`. Built-ins included. */
  readonly needs: readonly string[]
  /** How each of the names became known. */
  readonly needKinds: Readonly<Record<string, 'destructured' | 'needs' | 'on'>>
  readonly declaredAt: DeclaredAt | undefined
  /** Makes the instance, when its dependencies are up. `dependencies` holds exactly the names of `needs`. */
  create(dependencies: Readonly<Record<string, Service>>): Service | Promise<Service>
  /** The node or cluster it hangs on, once its dependencies are up. */
  on(dependencies: Readonly<Record<string, Service>>): Service | undefined
}

/** The entries of a catalog by name. The built-ins `node` and `cluster`, which every catalog has, are the engine's and not among them. */
export interface CatalogEntries {
  get(name: string): CatalogEntry | undefined
  readonly names: readonly string[]
}
