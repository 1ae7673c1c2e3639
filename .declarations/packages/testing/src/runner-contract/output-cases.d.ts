import type { RunnerCase } from './runner-case.ts';
/** How bytes get from a service to its log, its probes and its records. */
export declare const outputCases: RunnerCase[];
