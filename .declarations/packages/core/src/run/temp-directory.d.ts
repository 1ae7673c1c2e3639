import type { RunContext } from './run-context.ts';
/** Makes a directory that nobody else has, in the run's folder; where that cannot be written, in the system's folder for such. */
export declare function makeTempDirectory(run: RunContext, owner: string): string;
