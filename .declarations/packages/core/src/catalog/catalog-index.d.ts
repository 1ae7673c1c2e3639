import type { Declaration } from './declaration.ts';
import type { CatalogEntries, CatalogEntry } from './entry.ts';
/** The entries of a catalog that was found to be right, in order of declaration. */
export declare class CatalogIndex implements CatalogEntries {
    #private;
    readonly names: readonly string[];
    /** @throws {CatalogError} or the error of the only mistake */
    constructor(declarations: readonly Declaration[]);
    get(name: string): CatalogEntry | undefined;
}
