import type { Service } from '../service/service.ts';
/** How far a service's own properties are searched. */
export interface SearchBounds {
    /** Steps from the service: a field, an element, an entry. @default 6 */
    readonly maxDepth?: number;
    /** Instances of other classes on the way, e.g. `repo` and `client` of `this.repo.client.store`. @default 2 */
    readonly maxInstances?: number;
    /** Values that are looked at, nearest first. @default 10_000 */
    readonly maxValues?: number;
}
/**
 * The services that a service holds in its own properties, also in arrays, maps, sets and plain objects, nearest first:
 * what it holds when it starts, it needs.
 *
 * Guarantee: only data is read: no getter, no method and no proxy of the user's runs. Other services are not searched, and
 * instances of other classes no more than two deep: what is farther away is an affair of theirs. Not searched at all: buffers,
 * streams, sockets, promises, errors, functions and catalogs, and what lies beyond the bounds.
 *
 * ECMAScript private fields (`#db`) and variables of a closure cannot be seen from outside: the option `needs` is for those.
 */
export declare function reachableServices(service: object, bounds?: SearchBounds): readonly Service[];
