import type { RunnerCase } from './runner-case.ts';
/** What the process of the tests is in: its folders, and what a test does to it. */
export declare const surroundingsCases: RunnerCase[];
