import { type DeclaredAt } from '../catalog/declared-at.ts';
import type { ScopeKind } from '../catalog/entry.ts';
import type { EdgeKind } from '../graph/edge.ts';
import { CurfewError } from './curfew-error.ts';
/** One end of a dependency, as an error names it. */
export interface Declared {
    readonly name: string;
    readonly declaredAt: DeclaredAt | undefined;
}
/** A service has a name that was declared before. */
export declare class DuplicateServiceError extends CurfewError {
    static readonly code = "CURFEW_DUPLICATE_SERVICE";
    readonly service: string;
    /** Where it was declared, each time. */
    readonly declaredAt: readonly (DeclaredAt | undefined)[];
    constructor(service: string, declaredAt: readonly (DeclaredAt | undefined)[]);
}
/** A service has a name that services cannot have. */
export declare class ReservedNameError extends CurfewError {
    static readonly code = "CURFEW_RESERVED_NAME";
    readonly service: string;
    constructor({ name, declaredAt }: Declared, reserved: readonly string[]);
}
/** A service needs one that its catalog does not have. */
export declare class UnknownDependencyError extends CurfewError {
    static readonly code = "CURFEW_UNKNOWN_DEPENDENCY";
    readonly service: string;
    readonly dependency: string;
    readonly suggestion: string | undefined;
    constructor({ name, declaredAt }: Declared, dependency: string, facts: {
        readonly kind: EdgeKind;
        readonly suggestion: string | undefined;
        readonly names: readonly string[];
    });
}
/** One member of a cycle, and how it came to need the next, where that is known. */
export interface CycleMember extends Declared {
    readonly kind?: EdgeKind | undefined;
}
/** Services need each other in a cycle, so none of them can start first. */
export declare class DependencyCycleError extends CurfewError {
    static readonly code = "CURFEW_DEPENDENCY_CYCLE";
    /** Names of each cycle in the order of need: each needs the next, and the last the first. */
    readonly cycles: readonly (readonly string[])[];
    /** @param cycles - Members in the order of need; the first may be repeated at the end */
    constructor(cycles: readonly (readonly CycleMember[])[]);
}
/** A service needs one that ends before it. */
export declare class ScopeMismatchError extends CurfewError {
    static readonly code = "CURFEW_SCOPE_MISMATCH";
    readonly service: string;
    readonly dependency: string;
    constructor(dependant: Declared & {
        readonly scope: ScopeKind;
    }, dependency: typeof dependant);
}
/** What a function destructures from its parameter cannot be told from its source. */
export declare class UnreadableDependenciesError extends CurfewError {
    static readonly code = "CURFEW_UNREADABLE_DEPENDENCIES";
    readonly service: string;
    /** Why, e.g. `its parameter has a rest element`. */
    readonly reason: string;
    constructor({ name, declaredAt }: Declared, part: 'factory' | 'on', reason: string);
}
/** A factory, or an `on` function, did not return what it has to. */
export declare class WrongResultError extends CurfewError {
    static readonly code = "CURFEW_WRONG_RESULT";
    readonly service: string;
    constructor({ name, declaredAt }: Declared, part: 'factory' | 'on', found: string);
}
/** Several mistakes in one catalog; {@link errors} has each. */
export declare class CatalogError extends CurfewError {
    static readonly code = "CURFEW_CATALOG";
    readonly errors: readonly CurfewError[];
    constructor(errors: readonly CurfewError[]);
}
