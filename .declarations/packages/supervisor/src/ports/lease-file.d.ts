import type { ProcessIdentity } from '../system/process-entry.ts';
/** One port, taken by one supervisor on this machine. */
export interface PortLeaseRecord extends ProcessIdentity {
    readonly run: string;
    /** Where that pid is from: machine, boot and pid namespace. */
    readonly place: string;
}
/**
 * Takes a port for this supervisor, by creating a file that nobody else can create as well.
 *
 * Returns who holds it otherwise. A lease of a dead supervisor counts as none, and is taken over; that of another place of
 * pids is not judged by its pid.
 */
export declare function takeLeaseFile(directory: string, port: number | string, record: PortLeaseRecord): PortLeaseRecord | undefined;
/** Gives a port back; nothing happens where somebody else holds it. */
export declare function dropLeaseFile(directory: string, port: number | string, { pid, place }: PortLeaseRecord): void;
/** Whether a living supervisor has that port. */
export declare function isLeaseHeld(directory: string, port: number): boolean;
/** Whether a lease is of a place of which the pids mean nothing here. */
export declare function isElsewhere({ place }: PortLeaseRecord): boolean;
/** Removes the leases of supervisors that died without giving them back. */
export declare function sweepLeaseFiles(directory: string): void;
