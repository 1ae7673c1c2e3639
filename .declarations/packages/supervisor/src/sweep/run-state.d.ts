import { type PublishedSupervisor } from '../generations.ts';
import type { RegisteredRun } from './run-register.ts';
/**
 * What a run is to a sweep: `over` had nothing left when its supervisor left; `alive`, or being finished by its supervisor;
 * `young`, dead for too short a time to be sure; `elsewhere`, of another machine, boot or container; `unknown`, with no
 * record of whose it is; or `dead`.
 */
export type RunState = 'over' | 'alive' | 'young' | 'elsewhere' | 'unknown' | 'dead';
/** A run whose folder was found, or is in the register. */
export interface FoundRun {
    readonly run: string;
    readonly directory: string;
    readonly registered: RegisteredRun | undefined;
}
/** Runs of a project, by the folder that all of them are in. */
export declare function runsIn(runsDirectory: string): readonly FoundRun[];
/**
 * Where the records of a run are that may be believed: its folder; a path at which there is nothing where another user may
 * have made that, since its journal names pids that a sweep ends.
 *
 * In this project its owner is believed, whose code runs here. A project of the register may have been removed long since,
 * and be anybody's by now.
 */
export declare function recordsOf({ run, directory, registered }: FoundRun): string;
/** Tells what is to be done about a run; nothing that may be alive is ever `dead`. */
export declare function stateOf(found: FoundRun, minAgeMs: number): RunState;
/** The living supervisor of a run whose root is dead: it has to finish the run, and nobody is left to notice if it does not. */
export declare function finisherOf(found: FoundRun): PublishedSupervisor | undefined;
