import type { CatalogEntries, Scope } from '@curfew/core/engine';
import type { Service } from '@curfew/core';
import type { Attempt } from './attempt.ts';
import type { Layer } from './needs.ts';
import type { Task } from './task.ts';
/** The scope of the test that runs. @throws {PluginMissingError} */
export declare function scopeOfTest(task: Task, wanted: string): Scope;
/** A service of a test, started by now or here. Rejects once the test is over, so that nothing goes on late. */
export declare function serviceOfTest(task: Task, catalog: CatalogEntries, name: string): Promise<Service>;
/** A service of the file that runs. @throws {PluginMissingError} */
export declare function serviceOfFile(catalog: CatalogEntries, name: string): Promise<Service>;
/**
 * Has the context of a test hand out the services of the file as this attempt has them. Vitest keeps the value of such a fixture
 * for the whole file and assigns it for each test, although the service may have been stopped and made anew meanwhile.
 */
export declare function handOutLiving(attempt: Attempt): void;
/** A context that Vitest made for a hook or fixture of the file, whose services of those names all run. */
export declare function livingContext(context: object, names: readonly string[]): Promise<object>;
/** Starts what a hook of the file destructures, as far as the names are services. */
export declare function startForFile(top: Layer, names: readonly string[]): Promise<void>;
