/** Whether a value is a promise, of whatever realm. */
export declare function isThenable(value: unknown): value is PromiseLike<unknown>;
