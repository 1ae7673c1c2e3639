import { type Verdict } from '@curfew/core/engine';
import type { TaskError } from './task.ts';
/**
 * Puts the last lines of all services that took part into the failure that is shown first.
 *
 * @param reported - Errors that Vitest has already, made plain
 * @param errors - Errors that Vitest is about to get
 */
export declare function explainFailure(verdict: Verdict, reported: readonly TaskError[], errors: readonly Error[]): void;
