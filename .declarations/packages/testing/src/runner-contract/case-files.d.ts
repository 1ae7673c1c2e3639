import type { CaseOutcome, CaseTest, RunnerCase } from './runner-case.ts';
/**
 * What the tests of a case use, besides what every runner has (`describe expect` and hooks): `note(text)` leaves an event of
 * the case; `looped(name, options)` is a task that notes its life; `server()` is a process that listens. The rest is spelt differently by each runner:
 *
 * - `base` is our `test`, `plain` the runner's own
 * - `withLimit(test, name, timeoutMs, body)`, `retried(test, name, times, body)`, `expectedToFail(test)`
 * - `useFakeTimers()`, `useRealTimers()`
 */
export interface RunnerPrelude {
    /** How a case's test file begins; `noteEvent` is there. */
    readonly source: string;
    /** Name of the test file of a case. */
    fileOf(index: number): string;
}
/** One test file per case, by path. */
export declare function caseFiles(cases: readonly RunnerCase[], { source, fileOf }: RunnerPrelude): Record<string, string>;
/** What came of the tests of one file. */
export interface FileResult {
    readonly state: string;
    readonly errors: readonly string[];
    readonly tests: readonly CaseTest[];
}
/** What came of the case at that place in the list. */
export declare function caseOutcome(index: number, events: readonly string[], file: FileResult): CaseOutcome;
