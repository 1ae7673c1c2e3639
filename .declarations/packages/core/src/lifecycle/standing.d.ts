import type { Lifecycle } from './lifecycle.ts';
/** Whether what needs a service may start: it runs, or it may end by itself, did so cleanly, and was not cleaned up. */
export declare function isSatisfied(lifecycle: Lifecycle): boolean;
/**
 * Whether a service has ended, or is ending, such that a new one takes its place when it is asked for again: it was told to
 * stop, or it exited under `expectExit()`. A one-shot that ended cleanly stays until it is cleaned up; so does a crash or a failed start, with its cause.
 */
export declare function isSpent(lifecycle: Lifecycle): boolean;
