import type { ErrorFacts } from '../runtime/thread-protocol.ts';
/** Describes what was thrown, so that it can be sent whatever it is. Never throws. */
export declare function errorFacts(thrown: unknown, depth?: number): ErrorFacts;
