import { catalogProtocol, destructured, type CatalogEntries } from '@curfew/core/engine'
import type { Asked } from './bridge.js'
import { ScopeNotSupportedError, UnreadableTestError } from './errors.js'

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
  const unsupported = entries.names
    .map((name) => ({ name, scope: entries.get(name)?.scope ?? 'test' }))
    .filter(({ scope }) => scope === 'worker' || scope === 'run')
  if (unsupported.length > 0) throw new ScopeNotSupportedError(unsupported)
  return entries
}
