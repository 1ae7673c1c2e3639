import type { OutputLine, ProcessPort } from '../process-port.ts';
import type { ProcessAddress, ProcessOptions } from '../service/process-definition.ts';
import { type Inherited } from './inherited-environment.ts';
import type { LaunchContext, ProbeTarget, Runtime, RuntimeEnd, RuntimeExit } from './runtime.ts';
/** What a process runtime tells beyond a {@link Runtime}. */
export interface ProcessRuntime extends Runtime {
    /** Where it listens; known before it is spawned. */
    readonly address: ProcessAddress | undefined;
    signal(signal: NodeJS.Signals): Promise<void>;
}
/** Runs a process through the process port, which is its parent and knows its tree. */
export declare class PortProcessRuntime implements ProcessRuntime {
    #private;
    readonly kind = "process";
    readonly orderTimeoutMs: number;
    address: ProcessAddress | undefined;
    /** @param place - Where it listens, the folder that a relative `cwd` is below, and the environment that it inherits */
    constructor(options: ProcessOptions<string, string>, place: {
        readonly host: string;
        readonly root: string;
        readonly environment: Inherited;
    }, connect: () => Promise<ProcessPort>);
    get exited(): Promise<RuntimeExit>;
    get gone(): Promise<RuntimeEnd>;
    get pid(): number | undefined;
    get target(): ProbeTarget;
    launch(context: LaunchContext): Promise<void>;
    terminate(): Promise<void>;
    kill(): Promise<void>;
    signal(signal: NodeJS.Signals): Promise<void>;
    isAlive(): boolean;
    refresh(): Promise<boolean>;
    /** Not when the service listens where we told it to; then somebody else holds the port. */
    portWasTaken(): Promise<boolean>;
    isCleanStop({ code, signal }: RuntimeExit): boolean;
    lastLines(count: number): Promise<readonly OutputLine[]>;
    release(): void;
    describe(): string;
}
