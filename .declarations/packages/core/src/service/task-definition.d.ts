import type { Logger } from 'pino';
import type { ServiceOptions } from './options.ts';
/** What the body of a task is given. */
export interface TaskContext {
    /** Aborted when the task is to stop. */
    readonly signal: AbortSignal;
    /** Its pino logger; every record names service, node, cluster and test. */
    readonly log: Logger;
    /** How often the body ran before, from 0. */
    readonly iteration: number;
    /** Resolves after that time; rejects with the signal's reason when the task is to stop. */
    sleep(delayMs: number): Promise<void>;
}
/** What the body of a repeating task may return: the delay before its next iteration, in milliseconds. */
export type TaskResult = number | void;
/** The body of a task. */
export type TaskBody = (context: TaskContext) => Promise<TaskResult> | TaskResult;
/** Options of a task. */
export interface TaskOptions extends ServiceOptions {
    /** The body: run once, or again and again where `intervalMs` is given. */
    readonly run: TaskBody;
    /** Delay between the end of one iteration and the begin of the next, in milliseconds; the body may return another. */
    readonly intervalMs?: number | undefined;
    /** What an error thrown by an iteration of a repeating task does. @default 'fail' */
    readonly onError?: 'fail' | 'continue' | undefined;
    /** Resolves when the first iteration is over, rather than when it began. @default false */
    readonly readyAfterFirst?: boolean | undefined;
}
