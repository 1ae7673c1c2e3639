import type { ProcessIdentity } from '../system/process-entry.ts';
/**
 * Runs of this user, in any project, that have a supervisor now or had one that left something: one file each, in the
 * user's folder. So a sweep finds what another project left, and reads no journal of a run that ended well.
 */
export interface RegisteredRun {
    readonly run: string;
    readonly runDirectory: string;
    readonly root: ProcessIdentity;
    /** Where the pids are from. */
    readonly place: string;
}
/** The folder of the register. */
export declare function registerDirectory(userDirectory: string): string;
export declare function registerRun(directory: string, run: RegisteredRun): void;
export declare function forgetRun(directory: string, run: string): void;
export declare function registeredRuns(directory: string): readonly RegisteredRun[];
