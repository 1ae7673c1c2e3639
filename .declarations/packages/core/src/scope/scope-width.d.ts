import { type ScopeKind } from '../catalog/entry.ts';
/** Whether the first scope lives longer than the second. */
export declare function isWider(one: ScopeKind, other: ScopeKind): boolean;
