import type { CaseRun, RunnerCase } from './runner-case.ts';
/** Cases of a run of their own, with `keepOnFailure: true`; the same under every runner. */
export declare const keptCases: readonly RunnerCase[];
/** The processes of the test that failed are up after the run, and nothing else is. */
export declare function checkKept({ events, survivors }: CaseRun): void;
/** Where they listen, where their logs are and how to stop them is told. */
export declare function checkKeptIsTold({ events, output }: CaseRun): void;
