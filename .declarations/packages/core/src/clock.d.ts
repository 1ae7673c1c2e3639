/** A timer that can be taken back. */
export interface Timer {
    cancel(): void;
}
/**
 * Time, as the engine sees it; injected, so that the truth tables run on a virtual clock.
 *
 * The system clock uses Node's own timers and time, which the fake timers of Vitest and Jest leave alone.
 */
export interface Clock {
    /** Milliseconds since the epoch. */
    nowMs(): number;
    /** Calls back once after that time; `Infinity` never does. Does not keep the process alive when `unref` is true. */
    after(delayMs: number, callback: () => void, options?: {
        readonly unref?: boolean;
    }): Timer;
}
export declare const systemClock: Clock;
