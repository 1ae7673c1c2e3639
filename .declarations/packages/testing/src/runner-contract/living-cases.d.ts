import type { RunnerCase } from './runner-case.ts';
/** What a test is handed lives, whatever an earlier one did to it. */
export declare const livingCases: RunnerCase[];
