/** Calls at once, and turns a synchronous throw into a rejection. */
export declare function attempt(body: () => unknown): Promise<unknown>;
/** The error of a promise, or `undefined` when it was fulfilled. */
export declare function settled(promise: Promise<unknown>): Promise<Error | undefined>;
/** Several errors as one that holds them all, one as it is; `undefined` for none. */
export declare function asOne(errors: readonly Error[]): Error | undefined;
/** What was thrown, as an error; one of another realm is kept as it is. */
export declare function toError(value: unknown): Error;
