import type { CaseRun, RunnerCase } from './runner-case.ts';
export declare const leakCases: RunnerCase[];
/** Cases of a run of their own, with `keepOnFailure: true, leaks: 'warn', keepOutput: 'all'` and `CI=true` in its environment. */
export declare const ciCases: readonly RunnerCase[];
/** In a CI nothing is kept, which is said; the warning is shown. */
export declare function checkCi({ events, survivors, output }: CaseRun): void;
