import type { CatalogEntries, CatalogEntry } from '../catalog/entry.ts'
import { engine } from '../engine-access.ts'
import type { Service } from '../service/service.ts'
import type { Scope } from '../scope/scope.ts'

/** Names of services by the catalog that declares them. */
export type NeededServices = ReadonlyMap<CatalogEntries, ReadonlySet<string>>

/** What a test or hook was given by name, by what was declared: a service that two catalogs share is one. */
export type StartedServices = ReadonlyMap<CatalogEntry, Service>

/**
 * Starts services in a scope, all in parallel, with one request for each catalog: a start that fails, and one that takes longer than
 * `totalStartTimeoutMs`, rolls back everything that was asked of that catalog.
 */
export async function startNeeded(scope: Scope, needed: NeededServices): Promise<StartedServices> {
  const started = [...needed].map(async ([catalog, wanted]) => {
    const names = [...wanted]
    const services = await scope.start(catalog, names)
    return services.flatMap((service, index) => {
      const entry = entryOf(catalog, names[index] ?? '')
      return entry === undefined ? [] : [[entry, service] as const]
    })
  })
  return new Map((await Promise.all(started)).flat())
}

/** A service of a catalog among those that were started; the built-in ones belong to every catalog. */
export function startedService(started: StartedServices, catalog: CatalogEntries, name: string): Service | undefined {
  const entry = entryOf(catalog, name)
  return entry && started.get(entry)
}

function entryOf(catalog: CatalogEntries, name: string): CatalogEntry | undefined {
  return catalog.get(name) ?? engine().builtIn(name)
}
