import type { RunnerCase } from './runner-case.ts';
/** What a plain test of the runner's own starts by hand, where the package is imported. */
export declare const byHandCases: RunnerCase[];
