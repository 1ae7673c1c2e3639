import type { RuntimeExit } from '../runtime/runtime.ts';
/** Whether something ended by itself as it should: code 0 or none, no signal, nothing thrown. */
export declare function isCleanExit({ error, signal, code }: RuntimeExit): boolean;
