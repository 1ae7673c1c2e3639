import type { ProcessTable } from '../system/process-entry.ts';
/** Names one tree in the environment of each of its processes. */
export interface Mark {
    readonly run: string;
    readonly id: string;
}
/** The variables that mark a tree, on top of those that the environment already has. */
export declare function markVariables(mark: Mark, env: Readonly<Record<string, string | undefined>>): Record<string, string>;
/**
 * Whether the marks of a process prove anything: everybody may start a process with any environment and limits, and names of
 * runs are no secret. So it has to be of this user, or of the one that the service was given.
 */
export declare function isProvable(table: ProcessTable, pid: number, given: number | undefined): boolean;
/** Whether a process has the mark, in its environment or among its limits; a proof where it is {@link isProvable} as well. */
export declare function carriesMark(table: ProcessTable, pid: number, mark: Mark): boolean;
/** The service of a run whose tree a process belongs to, by its mark. */
export declare function markedService(table: ProcessTable, pid: number, run: string): string | undefined;
/** All marks of a process: that of its own tree, and those around it. */
export declare function marksOf(table: ProcessTable, pid: number): readonly Mark[];
/** Ids of the runs that this process itself runs inside of. */
export declare function ownMarks(): readonly string[];
/** Whether a process carries a mark of any run. */
export declare function carriesAnyMark(table: ProcessTable, pid: number): boolean;
