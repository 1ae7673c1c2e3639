import type { KeptLine } from './service-log.ts';
/** A labelled fact of a failure, e.g. `['Declared at', 'test/services.ts:12:18']`. */
export type FailureFact = readonly [label: string, value: string];
/** What the text of an error is made of. Empty parts are left out. */
export interface FailureParts {
    /** Who and what happened, one sentence: it is all that a summary shows. */
    readonly headline: string;
    /** In the order in which they are read: where declared, started for, stop order, still alive. */
    readonly facts?: readonly FailureFact[] | undefined;
    /** Of the service that failed, oldest first. */
    readonly lastLines?: readonly KeptLine[] | undefined;
    /** How many lines there were, where more were written than are given. */
    readonly totalLines?: number | undefined;
    /** Each setting that changes it, with its place and unit, from narrow to wide. */
    readonly knobs?: readonly string[] | undefined;
    readonly code?: string | undefined;
}
/**
 * The text of an error: headline, facts in one column, last lines, then what to change, from narrow to wide.
 *
 * ```
 * Service "api" did not stop within 5000 ms after SIGTERM; SIGKILL was sent and pid 4711 is still alive.
 *   Declared at  test/services.ts:12:18
 *   Last lines   (2 of 212)
 *     stderr | closing 3 connections
 *     stderr | still 1 open
 *   To change    stopTimeoutMs of this service (ms) · limits.stopTimeoutMs of curfew (ms)
 *   Code         CURFEW_KILLED
 * ```
 */
export declare function failureText(parts: FailureParts): string;
