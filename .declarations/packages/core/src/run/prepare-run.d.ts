import { type PruneReport } from './prune-runs.ts';
import { type RunContext } from './run-context.ts';
import { type RunOwner } from './run-owner.ts';
/** What `run.ndjson` holds. The same whichever worker writes it. */
export interface RunRecord extends RunOwner {
    readonly v: 1;
    readonly run: string;
    readonly startedAtMs: number;
}
/** A run whose folder exists. */
export interface PreparedRun {
    /** Whether this call made the folder; of all workers of a run, one does. */
    readonly created: boolean;
    /** The removal of older runs, in the background. Never rejects. */
    readonly pruned: Promise<PruneReport>;
}
/** Options of {@link prepareRun}. */
export interface PrepareRunOptions {
    /** How many runs are kept, this one included; older ones are removed unless they are alive. @default 10 */
    readonly keepRuns?: number | undefined;
    /** What older runs may take of the disk together, in bytes; the last of them is kept all the same. @default 1 GiB */
    readonly maxOldBytes?: number | undefined;
}
/**
 * Makes the run's folder (mode 0700), for its owner only, when it is first needed.
 *
 * Any number of processes and threads of a run may call it at once and again; one of them makes the folder, points
 * `.curfew/latest` to it and removes old runs. `.curfew/.gitignore` keeps all of it out of the repository.
 *
 * @throws {RunFolderError} `CURFEW_RUN_FOLDER` when the folder cannot be made, or another user may have made it, or may
 * put another one in its place
 */
export declare function prepareRun(run: RunContext, options?: PrepareRunOptions): PreparedRun;
/** For a folder that somebody removed while the run went on: the next call makes it again. */
export declare function forgetPrepared(run: RunContext): void;
