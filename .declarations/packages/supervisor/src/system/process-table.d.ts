import type { ProcessIdentity, ProcessTable } from './process-entry.ts';
/** The processes of this machine. What it tells of them is safe to print. */
export declare const processTable: ProcessTable;
/** A command line or a path as {@link processTable} tells it. */
export declare function shown(text: string): string;
/**
 * Who a pid is now; `undefined` when nobody living has it.
 *
 * On Windows a start time costs a third of a second, so there the pid alone is the identity.
 */
export declare function identify(pid: number): ProcessIdentity | undefined;
/** Whether that very process lives: a zombie does not, nor does another one that was given its pid. */
export declare function isAlive(identity: ProcessIdentity): boolean;
/**
 * Whether that very process is proved to be over: dead, or so far in its end that it never runs its program again. After a
 * kill the kernel frees its memory first, about 100 ms for each GB, and closes its sockets only then.
 */
export declare function isOver(identity: ProcessIdentity): boolean;
