import type { Declaration } from './declaration.ts';
import { type CatalogEntry } from './entry.ts';
/**
 * Checks the declarations of a catalog, with all dependencies that are known before anything starts.
 *
 * Guarantee: all mistakes are reported at once. What cannot be told because of another mistake is not guessed at: the
 * second of two services of one name is in no further check.
 *
 * @returns The entries, in order of declaration
 * @throws The error of the only mistake, or {@link CatalogError} with all
 */
export declare function validate(declarations: readonly Declaration[]): readonly CatalogEntry[];
