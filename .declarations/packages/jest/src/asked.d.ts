import { type CatalogEntries } from '@curfew/core/engine';
import type { Asked } from './bridge.ts';
/** What code asks for by destructuring one of its parameters. @throws {UnreadableTestError} */
export declare function askedBy(code: (...args: never) => unknown, parameter: number, catalogs: readonly CatalogEntries[], what: string): Asked;
/** The entries of a catalog that a test is extended with. @throws {ScopeNotSupportedError} and the errors of the catalog */
export declare function entriesOf(catalog: unknown): CatalogEntries;
