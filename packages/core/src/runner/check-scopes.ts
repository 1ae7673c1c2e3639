import type { CatalogEntries } from '../catalog/entry.ts'
import { ScopeNotSupportedError } from '../errors/runner-errors.ts'

/**
 * Refuses services of a scope that is not there yet.
 *
 * @param runner - What it is used under, for the message
 * @throws {ScopeNotSupportedError} naming all of them
 */
export function checkScopes(entries: CatalogEntries, runner: string): void {
  const unsupported = entries.names
    .map((name) => ({ name, scope: entries.get(name)?.scope ?? 'test' }))
    .filter(({ scope }) => scope === 'worker' || scope === 'run')
  if (unsupported.length > 0) throw new ScopeNotSupportedError(unsupported, runner)
}
