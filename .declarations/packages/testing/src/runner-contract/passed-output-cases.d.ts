import type { RunnerCase } from './runner-case.ts';
export declare const passedOutputCases: readonly RunnerCase[];
/** A case of a run of its own, with `keepOutput: 'all'`. */
export declare const allOutputCase: RunnerCase;
