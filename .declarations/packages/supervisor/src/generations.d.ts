import type { ProcessIdentity } from './system/process-entry.ts';
/**
 * Who may start a supervisor, decided by files in `<runDirectory>/supervisor/`.
 *
 * `<n>.claim` is created by the one process that may start the nth supervisor of the run; it is created exclusively and
 * never removed once it is written, so two starters can never both have it. `<n>.ndjson` is written by that supervisor once it listens, and
 * `<n>.left` when nothing is left for it to do: one that is dead without it was killed, and has to be succeeded.
 */
/** Where a supervisor can be reached. */
export interface PublishedSupervisor extends ProcessIdentity {
    readonly protocol: number;
    readonly address: string;
    /** Who starts another one if this one is killed. */
    readonly guard?: ProcessIdentity | undefined;
}
/** The number of the newest generation; 0 when there never was one. */
export declare function newestGeneration(runDirectory: string): number;
/** Claims a generation; false when another process has it. */
export declare function claimGeneration(runDirectory: string, generation: number, claimant: ProcessIdentity): boolean;
/**
 * Claims the generation after one that was killed, for its guard, which saw it die.
 *
 * Returns `undefined` when it left in order, or when somebody else succeeds it.
 */
export declare function claimSuccession(runDirectory: string, guarded: number, claimant: ProcessIdentity): number | undefined;
/** Whether whoever claimed a generation can no longer bring a supervisor up. */
export declare function isClaimAbandoned(runDirectory: string, generation: number): boolean;
/** Makes a supervisor known; false when a later generation was claimed meanwhile, and this one must not serve. */
export declare function publish(runDirectory: string, generation: number, supervisor: PublishedSupervisor): boolean;
/** Where the supervisor of a generation listens, once it does. */
export declare function readPublished(runDirectory: string, generation: number): PublishedSupervisor | undefined;
/** Notes that the newest supervisor has left in order, and how many services live on (kept, or not to be killed). */
export declare function markLeft(runDirectory: string, left: number): void;
/** How many services lived on when the supervisor of a generation left in order; `undefined` when it has not. */
export declare function readLeft(runDirectory: string, generation: number): number | undefined;
/** Whether a supervisor ended in order. */
export declare function hasLeft(runDirectory: string, generation: number): boolean;
