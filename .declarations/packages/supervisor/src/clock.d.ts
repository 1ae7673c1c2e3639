import * as timers from 'node:timers';
export declare const setTimeout: typeof timers.setTimeout;
export declare const clearTimeout: typeof timers.clearTimeout;
export declare const setInterval: typeof timers.setInterval;
export declare const clearInterval: typeof timers.clearInterval;
export declare const setImmediate: typeof timers.setImmediate;
/** Milliseconds since the epoch. */
export declare const nowMs: () => number;
/** Milliseconds that only ever grow, for limits: a clock that is set does not move them. */
export declare const monotonicMs: () => number;
/** Resolves after that many milliseconds; keeps the process alive meanwhile unless `unref` is set. */
export declare function delay(ms: number, options?: {
    readonly unref?: boolean;
}): Promise<void>;
