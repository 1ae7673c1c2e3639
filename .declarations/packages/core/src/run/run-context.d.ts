/**
 * One run of a suite, as plain data: it is handed to other processes and threads by the runner's own means
 * (Vitest's `provide`, `workerData`) or by {@link runToEnv}.
 */
export interface RunContext {
    /** Sortable by time, UTC: `20261123-214500-1a2b3c`. */
    readonly run: string;
    /** `<root>/.curfew/runs/<run>`; exists once {@link prepareRun} was called. */
    readonly directory: string;
    /** The worker of the runner that this process or thread is; `null` in the main process and without a runner. */
    readonly worker: string | null;
    /** The process whose end ends the run. */
    readonly rootPid: number;
}
/** Options of {@link newRun}. */
export interface NewRunOptions {
    /** The folder that `.curfew` is in. @default the working directory */
    readonly root?: string | undefined;
    readonly worker?: string | null | undefined;
    /** @default this process */
    readonly rootPid?: number | undefined;
    /** When it began, in milliseconds since the epoch. @default now */
    readonly startedAtMs?: number | undefined;
    /** Six hexadecimal digits that tell runs of one second apart. @default random ones */
    readonly suffix?: string | undefined;
}
/** Names a new run. Touches no file: a suite that uses no service leaves nothing behind. */
export declare function newRun(options?: NewRunOptions): RunContext;
/** The same run, seen by one of its workers. */
export declare function joinRun(run: RunContext, worker: string | null): RunContext;
/** Variables by which a child process finds the run with {@link runFromEnv}. */
export declare function runToEnv(run: RunContext): Record<string, string>;
/**
 * The run that the environment names; nothing if there is none, if what is there is not a run, or inside a service of that
 * run, whose own tests are a run of their own.
 */
export declare function runFromEnv(env: Readonly<Record<string, string | undefined>>, worker: string | null): RunContext | undefined;
/** Whether a name is the id of a run. */
export declare function isRunId(name: string): boolean;
/** When a run began, by its id: in milliseconds since the epoch, exact to the second. */
export declare function runStartedAtMs(run: string): number;
