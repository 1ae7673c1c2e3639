import { BadOptionError } from '../errors/scope-errors.ts'
import { show } from '../options/options-check.ts'
import type { Declaration } from './declaration.ts'
import type { CatalogEntries } from './entry.ts'

/** The key under which a catalog carries its {@link CatalogProtocol}; every copy of this package reads it. */
export const CATALOG: unique symbol = Symbol.for('curfew.catalog@1') as never

/** What a catalog is to other copies of this package (ESM, CJS, a vm realm under Jest). */
export interface CatalogProtocol {
  readonly declarations: readonly Declaration[]
  /** @throws {CatalogError} or the error of its only mistake, when the catalog cannot be started */
  readonly entries: CatalogEntries
}

export function isCatalog(value: unknown): value is { readonly [CATALOG]: CatalogProtocol } {
  return typeof value === 'object' && value !== null && CATALOG in value
}

/**
 * What is behind a catalog of any copy of this package.
 *
 * @throws {BadOptionError} if it is none
 */
export function catalogProtocol(value: unknown): CatalogProtocol {
  if (!isCatalog(value)) {
    throw new BadOptionError(`Expected a catalog, as defineServices() makes it; found ${show(value)}.`)
  }
  return value[CATALOG]
}
