/** The base of the errors of this package; has the shape and the brand of core's `CurfewError`, without loading core. */
declare abstract class SupervisorError extends Error {
    abstract readonly code: string;
    constructor(message: string, options?: {
        cause?: unknown;
    });
}
/** The supervisor of a run could not be started, or did not answer. */
export declare class SupervisorStartError extends SupervisorError {
    readonly code = "CURFEW_SUPERVISOR_START";
    readonly runDirectory: string;
    constructor(message: string, runDirectory: string, options?: {
        cause?: unknown;
    });
}
/** The supervisor is gone, and no other takes over: what was asked of it may or may not have been done. */
export declare class SupervisorLostError extends SupervisorError {
    readonly code = "CURFEW_SUPERVISOR_LOST";
    readonly runDirectory: string;
    readonly supervisorPid: number;
    constructor(call: string, facts: {
        readonly runDirectory: string;
        readonly supervisorPid: number;
    }, options?: {
        cause?: unknown;
    });
}
/** The supervisor of the run is said to listen where another user could answer in its place; nothing was sent there. */
export declare class UntrustedSupervisorError extends SupervisorError {
    readonly code = "CURFEW_UNTRUSTED_SUPERVISOR";
    /** The socket that was not connected to. */
    readonly address: string;
    constructor(address: string, why: string);
}
/** The connection was closed by this side before the call. */
export declare class PortClosedError extends SupervisorError {
    readonly code = "CURFEW_PORT_CLOSED";
    constructor(call: string);
}
/** The supervisor of the run speaks another protocol: two versions of curfew in one run. */
export declare class ProtocolMismatchError extends SupervisorError {
    readonly code = "CURFEW_PROTOCOL_MISMATCH";
    /** Protocol of this version. */
    readonly ours: number;
    /** Protocol of the supervisor of the run. */
    readonly theirs: number;
    /** Where that supervisor's program is. */
    readonly supervisorPath: string;
    constructor(facts: {
        readonly ours: number;
        readonly theirs: number;
        readonly supervisorPath: string;
    });
}
/** A process could not be spawned; `code` is what the system said (`ENOENT`, `EACCES`, …). */
export declare class SpawnError extends SupervisorError {
    readonly code: string;
    readonly command: string;
    readonly cwd: string;
    constructor(message: string, facts: {
        readonly code: string;
        readonly command: string;
        readonly cwd: string;
    });
}
/** No free port was found. */
export declare class NoFreePortError extends SupervisorError {
    readonly code = "CURFEW_NO_FREE_PORT";
    readonly host: string;
    constructor(host: string, tried: number);
}
/** The supervisor refused or failed a call for a reason of its own. */
export declare class SupervisorCallError extends SupervisorError {
    readonly code = "CURFEW_SUPERVISOR_CALL";
}
export {};
