import type { PortLease, PortLeaseRequest, ProcessInfo } from '@curfew/core/process-port';
import { type PortLeaseRecord } from './lease-file.ts';
import { type PortRange } from './port-range.ts';
/** What the leases need to know of the machine. */
export interface PortLeaseFacts {
    /** Folder of this user's lease files, shared by all runs. */
    readonly directory: string;
    /** Makes that folder again, as safely as it was made: whoever tidies the folder for temporary files removes it in mid-run. */
    readonly makeDirectory?: () => void;
    readonly record: PortLeaseRecord;
    readonly range: PortRange;
    /** Who listens there. */
    readonly findHolder: (host: string, port: number) => ProcessInfo | null;
    /** Resolves when who holds a fixed port may have been ended: what a dead run left is on its way out. */
    readonly beforeRefusal: () => Promise<void>;
    /** The process of a service of this run, to name who holds a lease. */
    readonly processOf: (id: string) => ProcessInfo | null;
}
/**
 * Ports given to services: never the same for two services of a run, nor for two runs of this user on this machine.
 *
 * A lease lasts until it is released, which the supervisor only does once the service is gone.
 */
export declare class PortLeases {
    #private;
    constructor(facts: PortLeaseFacts);
    /** Leases a port for each name, or none at all. */
    lease({ id, host, names, fixed }: PortLeaseRequest): Promise<PortLease>;
    /** Goes on with leases of a supervisor that died, in its place. */
    restore(lease: {
        readonly id: string;
        readonly host: string;
        readonly ports: Readonly<Record<string, number>>;
        readonly chosen: readonly string[];
    }): void;
    /** Gives all ports of a service back. */
    release(id: string): void;
    releaseAll(): void;
    /** Ports of a service that we chose at random, with their host. */
    chosen(id: string): readonly {
        readonly host: string;
        readonly port: number;
    }[];
    /** Ports that users fixed for a service, also after it gave them back. */
    fixed(id: string): readonly {
        readonly host: string;
        readonly port: number;
    }[];
    /** Whether a port is given to any service of any run of this user. */
    isLeased(port: number): boolean;
    holds(id: string): boolean;
}
