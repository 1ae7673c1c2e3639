import { type RunContext } from './run-context.ts';
/**
 * The run of a process in which nobody began one: all its workers come to the same, without a word between them.
 *
 * Where the system does not tell when a process started, it is a run of its own each time.
 */
export declare function runOfProcess(rootPid: number, root: string): RunContext;
