import type { RuntimeExit } from '../runtime/runtime.ts';
import { CurfewError } from './curfew-error.ts';
/** The base of errors that are about one service. */
declare abstract class ServiceError extends CurfewError {
    /** The name of the service. */
    readonly service: string;
    constructor(service: string, message: string, options?: {
        cause?: unknown;
    });
}
export { ServiceError };
/** A service could not be launched at all; the cause says why. */
export declare class LaunchError extends ServiceError {
    static readonly code = "CURFEW_LAUNCH";
}
/** A service ended while it was starting. */
export declare class ExitedWhileStartingError extends ServiceError {
    static readonly code = "CURFEW_EXITED_WHILE_STARTING";
    readonly exit: RuntimeExit;
    constructor(service: string, message: string, exit: RuntimeExit);
}
/** A service was not started, because one that it needs did not start. */
export declare class DependencyFailedError extends ServiceError {
    static readonly code = "CURFEW_DEPENDENCY_FAILED";
    readonly dependency: string;
    constructor(service: string, dependency: string, cause: unknown);
}
/** A start was called off, because the service or its scope was told to stop. */
export declare class StartCalledOffError extends ServiceError {
    static readonly code = "CURFEW_START_CALLED_OFF";
}
/** What a service waited for, when it was told to stop itself. */
export declare class WaitCalledOffError extends ServiceError {
    static readonly code = "CURFEW_WAIT_CALLED_OFF";
    /** The name of the service that it waited for. */
    readonly awaited: string;
    constructor(service: string, awaited: string);
}
/** A service was told to start in a state in which it cannot. */
export declare class CannotStartError extends ServiceError {
    static readonly code = "CURFEW_CANNOT_START";
}
/** Something was asked of a service that only a started one has. */
export declare class NotStartedError extends ServiceError {
    static readonly code = "CURFEW_NOT_STARTED";
}
/** The services that one request named were not all running within the total limit of their scope. */
export declare class StartTimeoutError extends CurfewError {
    static readonly code = "CURFEW_START_TIMEOUT";
}
