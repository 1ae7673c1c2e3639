import type { KilledProcess, ProcessExit, ProcessSpawnOrder, ProcessTreeEnd } from '@curfew/core/process-port';
import type { ProcessIdentity } from '../system/process-entry.ts';
import { type LateNeeds } from './late-needs.ts';
import type { HolderIdentity } from '../system/thread-identity.ts';
/** A graceful signal that a tree was sent. */
export interface AskedHistory {
    readonly signal: NodeJS.Signals;
    /** How long ago. */
    readonly agoMs: number;
    /** Who got it; `undefined` when the supervisor died before it sent any. */
    readonly told: readonly ProcessIdentity[] | undefined;
}
/** What is known of signals that an owner knows to have been sent, where the journal may tell more of them. */
export declare function askedOf(signals: readonly NodeJS.Signals[], past?: readonly AskedHistory[]): readonly AskedHistory[];
/** What the journal tells of one process. */
export interface ProcessHistory {
    readonly order: ProcessSpawnOrder;
    readonly intendedAtMs: number;
    readonly spawned?: {
        readonly pid: number;
        readonly startTime: number;
        readonly startedAtMs: number;
    } | undefined;
    readonly spawnFailed: boolean;
    /** Graceful signals that were sent to it. */
    readonly asked: readonly AskedHistory[];
    /** What of it was killed. */
    readonly killed: readonly KilledProcess[];
    readonly exit?: ProcessExit | undefined;
    /** Set once nothing of it was left. */
    readonly end?: ProcessTreeEnd | undefined;
    /** It was handed to the user, and is nobody's to stop. */
    readonly kept: boolean;
}
/** Ports that were leased to a service and not given back. */
export interface LeaseHistory {
    readonly id: string;
    readonly host: string;
    readonly ports: Readonly<Record<string, number>>;
    readonly chosen: readonly string[];
}
/** What the journal tells of one owner. */
export interface OwnerHistory {
    readonly name: string;
    readonly run: string;
    readonly holder: HolderIdentity;
    readonly supervisorPid: number;
    readonly closed: boolean;
    readonly doomed: boolean;
    readonly processes: readonly ProcessHistory[];
    readonly leases: readonly LeaseHistory[];
    readonly lateNeeds: readonly LateNeeds[];
    /** The last lines as they stand, to know entries again that are sent a second time. */
    readonly lastLines: readonly string[];
}
/** Reads the journals of a run: what a supervisor that takes over has to know. What is torn or strange is left out. */
export declare function readHistories(runDirectory: string): readonly OwnerHistory[];
