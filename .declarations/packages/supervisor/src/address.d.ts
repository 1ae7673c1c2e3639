/** Where a supervisor listens: a name that no other living process can have, in this place of pids or in another one. */
export declare function socketAddress(directory: string, pid: number): string;
/** Removes the sockets of supervisors that were killed; of another place of pids only those at which nobody listens. */
export declare function sweepSockets(directory: string): Promise<void>;
