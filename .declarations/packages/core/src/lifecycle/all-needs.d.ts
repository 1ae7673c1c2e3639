import type { Lifecycle } from './lifecycle.ts';
/** Ids of all that a service needs, directly or not: whoever stops it in our place knows only processes, not what is between them. */
export declare function allNeedsOf(lifecycle: Lifecycle): readonly string[];
