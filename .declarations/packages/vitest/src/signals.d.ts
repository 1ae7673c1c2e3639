import type { Vitest } from 'vitest/node';
/**
 * Lets a signal to the main process end the run in order: the tests that run are cancelled, and their services stopped.
 *
 * @returns how to give the signals back
 */
export declare function takeOverSignals(vitest: Vitest, hasServices: () => boolean): () => void;
