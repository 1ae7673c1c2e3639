import type { PortTakenFacts, ProcessInfo } from '../process-port.ts';
import { ServiceError } from './start-errors.ts';
/** A port that the user fixed is held by somebody else. */
export declare class PortTakenError extends ServiceError {
    static readonly code = "CURFEW_PORT_TAKEN";
    readonly port: number;
    readonly holder: ProcessInfo | null;
    constructor(service: string, taken: PortTakenFacts);
}
