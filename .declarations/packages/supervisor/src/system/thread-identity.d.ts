import type { ProcessIdentity } from './process-entry.ts';
/** Who holds a connection: a process, and the thread in it where that can be told (a thread pool shares one pid). */
export interface HolderIdentity extends ProcessIdentity {
    /** The system's id of the thread and when it began; absent for the main thread, and where it cannot be told. */
    readonly thread?: {
        readonly id: number;
        readonly startTime: number;
    } | undefined;
}
/** The identity of the thread that calls. */
export declare function identifySelf(): HolderIdentity;
/** Whether the holder lives: it is proved not to when its process is over, or its thread in a process that lives on. */
export declare function isHolderAlive(holder: HolderIdentity): boolean;
