import { type PreparedRun } from './prepare-run.ts';
import type { RunContext } from './run-context.ts';
/** A run whose folder exists. */
export interface WritableRun {
    readonly run: RunContext;
    readonly prepared: PreparedRun;
}
/**
 * The run with a folder that exists: its own or, where that cannot be made or is not safe from other users (a read-only
 * checkout, a full disk, a project in a folder that everybody writes to), one in the folder of this user for temporary
 * files, the same for all workers. `warn` is told of the latter.
 *
 * @throws {RunFolderError} `CURFEW_RUN_FOLDER` when neither can be made
 */
export declare function writableRun(run: RunContext, warn: (message: string) => void): WritableRun;
/**
 * The folder of one service instance, like {@link serviceDirectory}; where it cannot be made, because the disk is full by
 * now, another one, and where there is none either, a path at which nothing can be made: its output is lost, and `warn` is
 * told. A test never fails for want of a place for logs.
 */
export declare function serviceDirectorySomewhere(run: () => RunContext, serviceName: string, warn: (message: string) => void): () => string;
