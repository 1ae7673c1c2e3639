import { type ChildProcess } from 'node:child_process';
import type { ProcessSpawnOrder } from '@curfew/core/process-port';
import { type OutputPipes, type OutputSurroundings } from '../output/open-output.ts';
import type { Containment } from '../tree/containment.ts';
import { type Mark } from '../tree/mark.ts';
/** What a process is spawned into. */
export interface SpawnSurroundings extends OutputSurroundings {
    readonly mark: Mark;
    readonly containment: Containment;
}
/** A process that was spawned, and where its output is read. */
export interface SpawnedChild {
    readonly child: ChildProcess & {
        readonly pid: number;
    };
    readonly pipes: OutputPipes | undefined;
}
/**
 * Spawns a process as the leader of its own group and session, with pipes or files for output.
 *
 * @throws {SpawnError} with the system's code, once it is certain that there is no process
 */
export declare function spawnChild(order: ProcessSpawnOrder, surroundings: SpawnSurroundings): Promise<SpawnedChild>;
/** Has this process do once all that it does for a spawn but for the program, of which there is none: 2 ms less for the first. */
export declare function warmUpSpawn(containment: Containment): void;
