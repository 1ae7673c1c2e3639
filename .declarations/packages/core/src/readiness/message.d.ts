import type { Readiness } from './readiness.ts';
/**
 * Ready when the thread has sent its first message, or the first that the predicate is true for.
 * A predicate that throws is false; what it threw is shown if the limit passes.
 */
export declare function message(predicate?: (message: unknown) => boolean): Readiness;
