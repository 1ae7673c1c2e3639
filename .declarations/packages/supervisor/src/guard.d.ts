import type { ProcessIdentity } from './system/process-entry.ts';
/** The command that runs another one under a guard; there is none on Windows, where the workers take over. */
export declare function guarded(command: readonly string[]): readonly string[];
/** The guard of this process, if it runs under one. */
export declare function guardOfSelf(): ProcessIdentity | undefined;
