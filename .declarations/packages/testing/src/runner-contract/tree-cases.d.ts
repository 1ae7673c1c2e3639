import type { RunnerCase } from './runner-case.ts';
/** How the tree of a process ends. */
export declare const treeCases: RunnerCase[];
