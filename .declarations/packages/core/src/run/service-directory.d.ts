import type { RunContext } from './run-context.ts';
/**
 * The folder of one service instance, e.g. `services/w1-0003-api`: made when the returned function is first called.
 *
 * Guarantee: no two instances of a run share one, whichever workers they are of, and by name they sort in the order in
 * which a worker made them (a worker of the runner that is replaced by another of the same id is counted on).
 *
 * @throws {RunFolderError} `CURFEW_RUN_FOLDER` (from the returned function) when it cannot be made
 */
export declare function serviceDirectory(run: RunContext, serviceName: string): () => string;
/** A name as a part of a path: letters, digits, `.`, `_` and `-`, at most 60 of them. */
export declare function sanitiseName(name: string): string;
