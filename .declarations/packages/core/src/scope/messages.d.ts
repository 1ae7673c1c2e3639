import type { Lifecycle } from '../lifecycle/lifecycle.ts';
import type { Instance } from './instances.ts';
/** The texts of a scope's errors. */
export declare function survivor(lifecycle: Lifecycle): string;
export declare function stopTimeout(scopeText: string, limitMs: number, survivors: readonly string[]): string;
export declare function startTimeout(requested: readonly Instance[], limitMs: number): string;
export declare function unknownName(name: string, known: readonly string[]): string;
export declare function noSuchScope(name: string, scopeKind: string, by: string): string;
