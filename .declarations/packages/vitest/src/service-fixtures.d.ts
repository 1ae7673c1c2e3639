import { type CatalogEntries } from '@curfew/core/engine';
import type { Task } from './task.ts';
type Use<T> = (value: T) => Promise<void>;
/** A fixture as Vitest takes it: the names that it destructures are read from its source. */
type NativeFixture = ((context: {
    readonly task: Task;
}, use: Use<unknown>) => Promise<void>) | readonly [(context: object, use: Use<unknown>) => Promise<void>, {
    readonly scope: 'file';
}];
/**
 * Fixtures of Vitest for the services of a catalog. They own no lifetime: each only hands out what the scope has started,
 * so that how Vitest tears fixtures down does not matter.
 *
 * @throws {ScopeNotSupportedError}
 */
export declare function serviceFixtures(entries: CatalogEntries): Record<string, NativeFixture>;
/** A fixture for one service of each test. */
export declare function testFixture(entries: CatalogEntries, name: string): NativeFixture;
export {};
