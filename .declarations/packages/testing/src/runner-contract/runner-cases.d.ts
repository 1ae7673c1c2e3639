import type { RunnerCase } from './runner-case.ts';
/** What every runner package promises: the lifecycle contract, as far as it depends on the runner. */
export declare const runnerCases: readonly RunnerCase[];
