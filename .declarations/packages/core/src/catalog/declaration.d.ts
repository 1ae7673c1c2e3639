import type { CurfewError } from '../errors/curfew-error.ts';
import type { Service } from '../service/service.ts';
import type { DeclarationOptions, ServiceRecord } from './catalog-types.ts';
import type { DeclaredAt } from './declared-at.ts';
import type { CatalogEntry, ScopeKind } from './entry.ts';
/** Options of any declaration. */
export type AnyDeclarationOptions = DeclarationOptions<ScopeKind, string, ServiceRecord>;
/** The factory of any declaration. */
export type AnyFactory = (dependencies: ServiceRecord) => Service | Promise<Service>;
/** What a declaration comes to on its own, whatever else its catalog has. */
export interface ReadDeclaration {
    /** Absent where the declaration is too wrong to have one. */
    readonly entry: CatalogEntry | undefined;
    readonly problems: readonly CurfewError[];
}
/** One `.service(…)` of a catalog. It makes one entry, which all catalogs that share the declaration have in common. */
export declare class Declaration {
    #private;
    readonly name: string;
    readonly options: AnyDeclarationOptions;
    readonly factory: AnyFactory;
    readonly declaredAt: DeclaredAt | undefined;
    constructor(name: string, options: AnyDeclarationOptions, factory: AnyFactory, declaredAt: DeclaredAt | undefined);
    get read(): ReadDeclaration;
}
