import type { RunnerCase } from './runner-case.ts';
/** Services that start, stop and ask for others from inside. */
export declare const fromInsideCases: RunnerCase[];
