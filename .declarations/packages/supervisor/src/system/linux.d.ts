import type { ProcessEntry, ProcessTable } from './process-entry.ts';
/** Whether every thread of a process is being taken down: a big one that was killed is listed as alive for a tenth of a second. */
export declare function isEnding(pid: number): boolean;
/** One thread of a process. */
export declare function findThread(pid: number, threadId: number): ProcessEntry | undefined;
/** The id that the system knows this thread by. */
export declare function currentThreadId(): number | undefined;
/** The children of a process, of all its threads or of these; `undefined` where the kernel does not tell. */
export declare function childrenOf(pid: number, threads?: readonly number[]): readonly number[] | undefined;
/** The pid that was given last, to a process or thread of this pid namespace; `undefined` where the kernel does not tell. */
export declare function lastPid(): number | undefined;
/** Processes of Linux, read from /proc. */
export declare const linux: ProcessTable;
