import { type DeclaredAt } from '../catalog/declared-at.ts';
import { ServiceError } from './start-errors.ts';
/** The module of a thread service does not exist, or it cannot be told where it is. */
export declare class ThreadModuleNotFoundError extends ServiceError {
    static readonly code = "CURFEW_THREAD_MODULE_NOT_FOUND";
    /** As the service declared it. */
    readonly module: string;
    constructor(service: string, module: string, lookedFor: readonly string[], declaredAt: DeclaredAt | undefined);
}
/** The module of a thread service could not be imported; the cause is the error as the thread had it. */
export declare class ThreadImportError extends ServiceError {
    static readonly code = "CURFEW_THREAD_IMPORT";
    /** Path of the module. */
    readonly file: string;
    constructor(service: string, file: string, cause: Error);
}
/** Data or a message of a thread cannot be cloned. */
export declare class ThreadDataError extends ServiceError {
    static readonly code = "CURFEW_THREAD_DATA";
    /** What cannot be cloned, e.g. `data.onRow`. */
    readonly what: string;
    constructor(service: string, what: string, cause: Error);
}
/** A message was posted to a thread that has not begun, or has ended. */
export declare class ThreadNotAliveError extends ServiceError {
    static readonly code = "CURFEW_THREAD_NOT_ALIVE";
    constructor(service: string, why: string);
}
