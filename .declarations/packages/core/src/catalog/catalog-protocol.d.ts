import type { Declaration } from './declaration.ts';
import type { CatalogEntries } from './entry.ts';
/** The key under which a catalog carries its {@link CatalogProtocol}; every copy of this package reads it. */
export declare const CATALOG: unique symbol;
/** What a catalog is to other copies of this package (ESM, CJS, a vm realm under Jest). */
export interface CatalogProtocol {
    readonly declarations: readonly Declaration[];
    /** @throws {CatalogError} or the error of its only mistake, when the catalog cannot be started */
    readonly entries: CatalogEntries;
}
export declare function isCatalog(value: unknown): value is {
    readonly [CATALOG]: CatalogProtocol;
};
/**
 * What is behind a catalog of any copy of this package.
 *
 * @throws {BadOptionError} if it is none
 */
export declare function catalogProtocol(value: unknown): CatalogProtocol;
