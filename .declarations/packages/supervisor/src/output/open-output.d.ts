import type { OutputLine, ProcessSpawnOrder } from '@curfew/core/process-port';
/** The ends of the pipes of a process from which its output is read. */
export type OutputPipes = Readonly<Record<OutputLine['stream'], number>>;
/** What a process writes its output to. */
export interface OpenedOutput {
    /** For the process; to be closed once it has them. */
    readonly child: readonly number[];
    /** Absent where it writes its logs itself. */
    readonly pipes?: OutputPipes;
}
/** What output is opened with. */
export interface OutputSurroundings {
    readonly complain: (message: string) => void;
    /** What a pipe is to hold while nobody reads it. */
    readonly pipeBytes: number;
}
/** What the pipe of one more process may hold: an unprivileged user may have 64 MiB in all, other programs too. */
export declare function pipeBytesBeside(living: number): number;
/**
 * Opens what a process writes its output to: named pipes in the folder of its service, or the log files themselves.
 *
 * The process holds both ends of each pipe, so no reader's death breaks it, and another reader opens it by its name. Files are
 * taken where the order says so, and where pipes cannot be made or not be made large (see docs/guide/logging.md).
 *
 * Never appends to what somebody else put there: the folder has to be this user's, and no file may be a link. A full disk or a
 * folder that cannot be written costs the output, never the test: then there is nothing, and `complain` says so.
 */
export declare function openOutput(order: ProcessSpawnOrder, around: OutputSurroundings): OpenedOutput;
/** Opens the pipes of a process that a supervisor before this one spawned; `undefined` where it has none. */
export declare function reopenPipes(directory: string): OutputPipes | undefined;
/** Lets go of the pipes of a process that did not come to be. */
export declare function removePipes(directory: string, { stdout, stderr }: OutputPipes): void;
