import type { RunnerCase } from './runner-case.ts';
export declare const memoryCases: readonly RunnerCase[];
