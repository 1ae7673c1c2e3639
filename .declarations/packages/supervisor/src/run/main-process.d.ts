import type { ChildProcess } from 'node:child_process';
import type { ProcessExit } from '@curfew/core/process-port';
import type { ProcessIdentity } from '../system/process-entry.ts';
/** The main process of a tree, and how it is known that it exited. */
export interface MainProcess extends ProcessIdentity {
    readonly startedAtMs: number;
    readonly exited: Promise<ProcessExit>;
}
/** A child of this process: its exit is an event. */
export declare function childMain(child: ChildProcess & {
    readonly pid: number;
}): MainProcess;
/** A child of a supervisor that is dead: somebody else reaps it, so how it ended cannot be known. */
export declare function adoptedMain(identity: ProcessIdentity, startedAtMs: number): MainProcess;
