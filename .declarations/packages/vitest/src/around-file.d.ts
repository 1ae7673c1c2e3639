import type { TaskFile } from './task.ts';
/** The life of one test file: its scope is open from before its first hook until after its last. */
export declare function aroundFile(run: () => Promise<void>, file: TaskFile): Promise<void>;
