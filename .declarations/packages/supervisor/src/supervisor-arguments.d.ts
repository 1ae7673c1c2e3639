import type { ProcessIdentity } from './system/process-entry.ts';
/** What a supervisor is started with; plain words, because a person reads them in `ps`. */
export interface SupervisorArguments {
    readonly run: string;
    readonly runDirectory: string;
    readonly generation: number;
    readonly root: ProcessIdentity;
    /** Started by the guard of one that was killed, to succeed it. */
    readonly successor?: boolean;
}
export declare function formatArguments({ run, runDirectory, generation, root }: SupervisorArguments): string[];
export declare function parseArguments(args: readonly string[]): SupervisorArguments;
