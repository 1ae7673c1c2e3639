import type { RuntimeExit } from '../runtime/runtime.ts';
import type { ForcedBy } from '../lifecycle/outcome.ts';
import { ServiceError } from './start-errors.ts';
/** A service had to be killed though nobody asked for it. */
export declare class KilledError extends ServiceError {
    static readonly code = "CURFEW_KILLED";
    readonly forcedBy: ForcedBy;
    readonly limitMs: number;
    /** What was killed, by name. */
    readonly killed: readonly string[];
    constructor(service: string, message: string, facts: {
        readonly forcedBy: ForcedBy;
        readonly limitMs: number;
        readonly killed: readonly string[];
    });
}
/** The command of a service ended well and left processes running, which were ended: it started something in the background. */
export declare class LeftBehindError extends ServiceError {
    static readonly code = "CURFEW_LEFT_BEHIND";
    readonly left: readonly string[];
    constructor(service: string, message: string, left: readonly string[]);
}
/** A service could not be ended; what is left of it is named. */
export declare class LeftAliveError extends ServiceError {
    static readonly code = "CURFEW_LEFT_ALIVE";
    readonly left: readonly string[];
    constructor(service: string, message: string, left: readonly string[]);
}
/** The graceful request of a service threw; it was killed instead. */
export declare class StopFailedError extends ServiceError {
    static readonly code = "CURFEW_STOP_FAILED";
}
/** A service ended otherwise than a clean stop does, after it was asked to stop. */
export declare class UncleanStopError extends ServiceError {
    static readonly code = "CURFEW_UNCLEAN_STOP";
    readonly exit: RuntimeExit;
    constructor(service: string, message: string, exit: RuntimeExit);
}
/** The clean-up of a service, or a clean-up callback of a scope, failed or took too long. */
export declare class CleanupFailedError extends ServiceError {
    static readonly code = "CURFEW_CLEANUP_FAILED";
}
/** A clean-up was asked for of a service that is not over. */
export declare class CleanupRefusedError extends ServiceError {
    static readonly code = "CURFEW_CLEANUP_REFUSED";
    /** The state in which it is. */
    readonly state: string;
    constructor(service: string, state: string);
}
/** A running service ended by itself, and nobody expected it. */
export declare class ServiceCrashedError extends ServiceError {
    static readonly code = "CURFEW_CRASHED";
    readonly exit: RuntimeExit;
    constructor(service: string, message: string, exit: RuntimeExit);
}
/** A service was not over after the time that somebody waited for it. */
export declare class NotStoppedInTimeError extends ServiceError {
    static readonly code = "CURFEW_NOT_STOPPED_IN_TIME";
    readonly timeoutMs: number;
    constructor(service: string, state: string, timeoutMs: number);
}
