/** Whose run it is, as `run.ndjson` in its folder keeps it: enough to tell, later, whether the run still goes on. */
export interface RunOwner {
    readonly rootPid: number;
    /** Start time of that process in ticks since boot; `null` where the system does not tell. A pid alone is used again. */
    readonly rootStartTime: number | null;
    /** Machine, boot and pid namespace: elsewhere a pid means another process. */
    readonly place: string;
}
/** Describes the owner of a run of this machine. */
export declare function describeOwner(rootPid: number): RunOwner;
/** Whether that owner lives; `unknown` when it is of another machine, boot or container. */
export declare function ownerState(owner: RunOwner): 'alive' | 'dead' | 'unknown';
/** Whether that very process lives, and not a later one of the same number. */
export declare function isProcessAlive(pid: number, startTime: number): boolean;
