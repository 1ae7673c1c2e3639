import type { TaskContext } from './task.ts';
/**
 * The life of one attempt of a test: opens its scope, starts what it needs before the clock of its body starts, runs it, and
 * stops everything, whatever happened.
 */
export declare function aroundTest(run: () => Promise<void>, { task }: TaskContext): Promise<void>;
