import type { CatalogEntry } from '../catalog/entry.ts';
import type { NodeProvider } from './provider.ts';
/** The entries `node` and `cluster` that every catalog has; they are started only when used. */
export declare function builtInEntries(provider: () => NodeProvider | undefined): ReadonlyMap<string, CatalogEntry>;
