import { CATALOG, type CatalogProtocol } from '../../src/catalog/catalog-protocol.ts'
import { defineServices } from '../../src/catalog/catalog.ts'
import type { CatalogEntries } from '../../src/catalog/entry.ts'
import type { Service } from '../../src/service/service.ts'
import { taskService } from '../../src/service/task-service.ts'

/** A service that is never started. */
export function idle(): Service {
  return taskService({ run() {} })
}

/** A catalog as JavaScript sees it: nothing is refused before it runs. */
export interface UntypedCatalog {
  service(name: unknown, ...rest: readonly unknown[]): UntypedCatalog
  use(other: unknown): UntypedCatalog
}

export function untyped(catalog: unknown = defineServices()): UntypedCatalog {
  return catalog as UntypedCatalog
}

function protocolOf(catalog: unknown): CatalogProtocol {
  return (catalog as { readonly [CATALOG]: CatalogProtocol })[CATALOG]
}

export function entriesOf(catalog: unknown): CatalogEntries {
  return protocolOf(catalog).entries
}
