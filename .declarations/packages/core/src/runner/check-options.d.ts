import type { RunOptions, WorkerOptions } from './options.ts';
type Check = (value: unknown) => Iterable<string>;
/** The checks of {@link WorkerOptions}. */
export declare const workerOptions: Readonly<Record<keyof WorkerOptions, Check>>;
/** The checks of {@link RunOptions}. */
export declare const runOptions: Readonly<Record<keyof RunOptions, Check>>;
/** The check of an option that is a boolean. */
export declare function trueOrFalse(name: string): Check;
/**
 * Checks all options at once.
 *
 * @param where - Whose they are, for the message
 * @throws {BadOptionError} naming each option, what is expected and what was found
 */
export declare function checkOptions(where: string, options: unknown, known: Readonly<Record<string, Check>>): void;
export {};
