import { type RunOptions, type WorkerOptions } from '@curfew/core/engine';
/** Options of the plugin. */
export type CurfewOptions = WorkerOptions & RunOptions;
/** Checks all options at once. @throws {BadOptionError} naming each option, what is expected and what was found */
export declare function checkOptions(options: unknown): asserts options is CurfewOptions;
