import { catalogProtocol, checkScopes, destructured, type Asked, type CatalogEntries } from '@curfew/core/engine'
import { UnreadableTestError } from './errors.ts'

/** What code asks for by destructuring one of its parameters. @throws {UnreadableTestError} */
export function askedBy(
  code: (...args: never) => unknown,
  parameter: number,
  catalogs: readonly CatalogEntries[],
  what: string,
): Asked {
  const { names, reason } = destructured(code, parameter)
  if (names === undefined) throw new UnreadableTestError(what, reason)
  return { catalogs, names }
}

/** The entries of a catalog that a test is extended with. @throws {ScopeNotSupportedError} and the errors of the catalog */
export function entriesOf(catalog: unknown): CatalogEntries {
  const { entries } = catalogProtocol(catalog)
  checkScopes(entries, 'Jest')
  return entries
}
