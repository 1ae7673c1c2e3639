import { CurfewError } from '@curfew/core';
/** A test file imports `@curfew/jest`, and nothing opens scopes for its tests. */
export declare class NotSetUpError extends CurfewError {
    static readonly code = "CURFEW_NOT_SET_UP";
    constructor();
}
/** The environment `@curfew/jest/environment-jsdom` is named in the configuration, and Jest's own for jsdom is not installed. */
export declare class JsdomMissingError extends CurfewError {
    static readonly code = "CURFEW_JSDOM_MISSING";
    constructor(cause: unknown);
}
/** It cannot be known which services a test or hook needs. */
export declare class UnreadableTestError extends CurfewError {
    static readonly code = "CURFEW_UNREADABLE_TEST";
    constructor(what: string, reason: string);
}
/** A clean-up called `process.exit()`: what is left would be neither cleaned up nor reported, so the process goes on. */
export declare class ExitInCleanupError extends CurfewError {
    static readonly code = "CURFEW_EXIT_IN_CLEANUP";
    constructor(code?: number | string | null);
}
/** The reason of a test's `signal` when Jest no longer waits for the test. */
export declare class TestOverError extends CurfewError {
    static readonly code = "CURFEW_TEST_OVER";
}
