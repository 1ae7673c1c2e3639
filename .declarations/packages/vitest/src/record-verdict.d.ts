import { type Verdict } from '@curfew/core/engine';
import type { Task, TaskFile } from './task.ts';
/** Hands the verdict of one attempt to the reporters, in the main process. */
export declare function recordVerdict(task: Task, verdict: Verdict): Promise<void>;
/** Hands the verdict of a file to the reporters, with its result. */
export declare function recordFileVerdict(file: TaskFile, verdict: Verdict): void;
