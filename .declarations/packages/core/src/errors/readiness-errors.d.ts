import type { ProcessInfo } from '../process-port.ts';
import { CurfewError } from './curfew-error.ts';
import { ServiceError } from './start-errors.ts';
/** What a service that was not ready in time was waiting for. */
export interface NotReadyFacts {
    /** The description of the probe, or what came before it. */
    readonly probe: string;
    readonly limitMs: number;
    /** What the probe saw last. */
    readonly lastObservation: string | undefined;
}
/** A service was not ready within its limit. */
export declare class NotReadyInTimeError extends ServiceError {
    static readonly code = "CURFEW_NOT_READY";
    readonly probe: string;
    readonly limitMs: number;
    readonly lastObservation: string | undefined;
    constructor(service: string, message: string, { probe, limitMs, lastObservation }: NotReadyFacts);
}
/** What is known of the process that answers in a service's place. */
export interface PortForeignFacts {
    readonly service: string;
    readonly probe: string;
    readonly host: string;
    readonly port: number;
    /** `null` when the system does not tell who it is, only that it is not ours. */
    readonly holder: ProcessInfo | null;
}
/** The port that a service is probed at is answered by a process that is not part of the service. */
export declare class PortForeignError extends ServiceError {
    static readonly code = "CURFEW_PORT_FOREIGN";
    readonly probe: string;
    readonly host: string;
    readonly port: number;
    readonly holder: ProcessInfo | null;
    constructor(facts: PortForeignFacts);
}
/**
 * Thrown by a readiness function to fail the start at once; anything else that it throws means "not yet".
 *
 * @example throw new CannotBecomeReadyError('the licence is missing')
 */
export declare class CannotBecomeReadyError extends CurfewError {
    static readonly code = "CURFEW_CANNOT_BECOME_READY";
}
/** `host:port`, with the brackets of an IPv6 address. */
export declare function addressText(host: string, port: number): string;
