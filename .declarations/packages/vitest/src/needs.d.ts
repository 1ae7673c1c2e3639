import { type CatalogEntries } from '@curfew/core/engine';
import type { Task } from './task.ts';
/** Code whose parameter names what it needs. */
export interface Asker {
    readonly code: (...args: never) => unknown;
    /** Position of the parameter that is destructured. */
    readonly parameter: number;
}
/** One fixture of a test: a service of ours, or one of Vitest's own. */
export type Fixture = {
    readonly catalog: CatalogEntries;
} | {
    readonly catalog?: undefined;
    readonly needs: readonly string[];
    readonly auto: boolean;
};
/** What one `extend` added to a test; the same name in a lower layer is what a fixture of that name itself refers to. */
export interface Layer {
    readonly fixtures: ReadonlyMap<string, Fixture>;
    readonly below: Layer | undefined;
    /** What `override` replaced, by suite or file. */
    readonly overrides: WeakMap<object, Map<string, Fixture>>;
}
/** A layer on top of another. */
export declare function layer(fixtures: Iterable<readonly [string, Fixture]>, below: Layer | undefined): Layer;
/** Names of services by the catalog that declares them. */
export type NeededServices = ReadonlyMap<CatalogEntries, ReadonlySet<string>>;
/** Names that code destructures; none where its source cannot be read, and Vitest then says so itself. */
export declare function namesOf({ code, parameter }: Asker): readonly string[];
/**
 * All services that a test needs: those it destructures itself, those of its hooks, and those that its native fixtures
 * need, however far away. What these services need in turn is the graph's business.
 */
export declare function neededServices(task: Task, top: Layer, names: Iterable<string>): NeededServices;
/** The suites that a test is in, innermost first, then its file. */
export declare function surroundings(task: Task): Generator<object>;
