import type { Task } from './task.ts';
/** The part of a runner of Vitest that curfew adds to. */
interface RunnerHooks {
    runTask?(task: Task): Promise<unknown>;
}
declare const added: unique symbol;
/**
 * Gives the tests of a runner the crash race: the test fails at once when a service of it crashes. Tests that have no scope run as before.
 */
export declare function addCrashRace(prototype: RunnerHooks & {
    [added]?: true;
}): void;
export {};
