import type { CatalogEntries } from '../catalog/entry.ts'
import type { Scope } from '../scope/scope.ts'
import { builtInValues, noServices } from './built-ins.ts'
import { startedService, type NeededServices, type StartedServices } from './start-needed.ts'

/** What a test or hook asks for by destructuring a parameter, where a runner does not do that itself. */
export interface Asked {
  /** The catalogs that its `test` was extended with; a later one wins. */
  readonly catalogs: readonly CatalogEntries[]
  /** Names that its parameter destructures. */
  readonly names: readonly string[]
}

/** Whose services a context hands out: an attempt of a test, or its file. */
export interface Home {
  readonly scope: Scope
  readonly signal: AbortSignal
}

const values: Readonly<Record<string, (home: Home) => unknown>> = {
  services: ({ scope }) => builtInValues.services(scope),
  scope: ({ scope }) => builtInValues.scope(scope),
  signal: ({ signal }) => signal,
}

/** All services that tests and hooks ask for, by the catalog that declares them. */
export function neededBy(all: Iterable<Asked>): NeededServices {
  const needed = new Map<CatalogEntries, Set<string>>()
  for (const asked of all) {
    for (const name of asked.names) {
      if (isValue(name)) continue
      const catalog = catalogOf(asked, name)
      needed.set(catalog, (needed.get(catalog) ?? new Set()).add(name))
    }
  }
  return needed
}

/** What a test or hook is given, once its services have started. */
export function contextOf(home: Home, asked: Asked, started: StartedServices): Readonly<Record<string, unknown>> {
  const context: Record<string, unknown> = {}
  for (const name of asked.names) {
    // As it is when the code begins that asked for it: a hook before it may have started more services.
    if (isValue(name)) Object.defineProperty(context, name, { enumerable: true, get: () => values[name]?.(home) })
    else context[name] = startedService(started, catalogOf(asked, name), name)
  }
  return context
}

/** The last catalog that knows the name; where none does, the last one reports it. */
function catalogOf({ catalogs }: Asked, name: string): CatalogEntries {
  return catalogs.findLast((one) => one.get(name) !== undefined) ?? catalogs.at(-1) ?? noServices
}

function isValue(name: string): boolean {
  return Object.hasOwn(values, name)
}
