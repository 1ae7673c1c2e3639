/** The global object of a realm, as far as its errors are concerned: what a test file there compares with. */
export type ErrorRealm = Readonly<Record<'Error' | 'AggregateError' | 'EvalError' | 'RangeError' | 'ReferenceError' | 'SyntaxError' | 'TypeError' | 'URIError', {
    readonly prototype: object;
}>>;
/**
 * Makes all errors of this copy of the package errors of another realm, the one in which tests run: there `error instanceof
 * Error` holds. Under Jest, where test files have a realm of their own; one at a time runs in a worker. Returns how to end it.
 */
export declare function raiseErrorsIn(realm: ErrorRealm): () => void;
/** Makes an error that was made here one of the realm in which tests run; it keeps its class and its identity. */
export declare function intoRealm<E extends Error>(error: E): E;
/** Whether a value is an error, of whatever realm: `instanceof` does not know those of a test file under Jest. */
export declare function isError(value: unknown): value is Error;
/** Whether a value is an error that holds several, of whatever realm. */
export declare function isAggregateError(value: unknown): value is AggregateError;
