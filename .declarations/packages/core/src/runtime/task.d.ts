import type { OutputLine } from '../process-port.ts';
import type { TaskOptions } from '../service/task-definition.ts';
import type { LaunchContext, ProbeTarget, Runtime, RuntimeEnd, RuntimeExit } from './runtime.ts';
/** Runs a body in this process: once, or again and again with a delay between. */
export declare class TaskRuntime implements Runtime {
    #private;
    readonly kind = "task";
    readonly target: ProbeTarget;
    readonly pid: undefined;
    constructor(options: TaskOptions);
    get exited(): Promise<RuntimeExit>;
    get gone(): Promise<RuntimeEnd>;
    launch(context: LaunchContext): Promise<void>;
    terminate(): void;
    /** A task cannot be ended by force: all that can be taken from it is its context. */
    kill(): void;
    isAlive(): boolean;
    refresh(): Promise<boolean>;
    /** What a task throws because its signal aborted is how it obeys. */
    isCleanStop(exit: RuntimeExit): boolean;
    lastLines(): Promise<readonly OutputLine[]>;
    describe(): string;
}
