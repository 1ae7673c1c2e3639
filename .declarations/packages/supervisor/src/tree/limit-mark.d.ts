import type { ProcessTable } from '../system/process-entry.ts';
import type { Mark } from './mark.ts';
/** The value that stands for a tree. */
export declare function limitMarkOf(mark: Mark): bigint;
/** Whether a process inherited the limit of that tree. */
export declare function carriesLimitMark(table: ProcessTable, pid: number, mark: Mark): boolean;
/** Whether a process inherited the limit of any tree. */
export declare function carriesAnyLimitMark(table: ProcessTable, pid: number): boolean;
