/** The code of an error of curfew, e.g. `CURFEW_START_TIMEOUT`; one per class, stable across versions. */
export type CurfewErrorCode = `CURFEW_${string}`;
/**
 * The base of every error that curfew raises.
 *
 * Branded with `Symbol.for('curfew.error')`, so `instanceof` also holds for errors of another copy of this package
 * (ESM beside CJS, a vm realm under Jest): the base matches by brand, a class with a `code` of its own by brand and `code`.
 * A class without one, a subclass of a user's for example, matches its own instances only.
 */
export declare abstract class CurfewError extends Error {
    static readonly code: CurfewErrorCode;
    readonly code: CurfewErrorCode;
    constructor(message: string, options?: {
        cause?: unknown;
    });
    static [Symbol.hasInstance](value: unknown): boolean;
}
/** Whether a value is an error of any copy of curfew, and of this code if one is given. */
export declare function isCurfewError(value: unknown, code?: CurfewErrorCode): value is CurfewError;
