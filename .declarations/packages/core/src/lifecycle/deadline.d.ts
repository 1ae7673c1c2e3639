import type { Clock } from '../clock.ts';
/** A limit that can be raced and must be cancelled when the race is over. */
export interface Deadline {
    readonly passed: Promise<void>;
    cancel(): void;
}
export declare function deadline(clock: Clock, limitMs: number): Deadline;
/** What came first: the value of the promise, or `late` when the limit passed before it. */
export declare function within<T, L>(clock: Clock, limitMs: number, promise: Promise<T>, late: L): Promise<T | L>;
