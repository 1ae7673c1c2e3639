import type { CatalogEntries } from '../catalog/entry.ts';
/**
 * Refuses services of a scope that is not there yet.
 *
 * @param runner - What it is used under, for the message
 * @throws {ScopeNotSupportedError} naming all of them
 */
export declare function checkScopes(entries: CatalogEntries, runner: string): void;
