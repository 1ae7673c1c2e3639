import type { OutputLine, PortHolder, ProcessExit, ProcessHandle, ProcessSpawnOrder, ProcessTreeEnd } from '@curfew/core/process-port';
import type { SupervisedProcess } from '../run/supervised-process.ts';
import type { KnownProcess, Spawned } from '../wire/protocol.ts';
import type { SupervisedPort } from './supervised-port.ts';
/** A process of the supervisor, as its owner holds it; without any supervisor it is ended from here. */
export declare class SupervisedHandle implements ProcessHandle {
    #private;
    readonly id: string;
    pid: number;
    startedAtMs: number;
    constructor(order: ProcessSpawnOrder, port: SupervisedPort);
    get exited(): Promise<ProcessExit>;
    get gone(): Promise<ProcessTreeEnd>;
    terminate(signal: NodeJS.Signals): Promise<void>;
    kill(killTimeoutMs: number): Promise<ProcessTreeEnd>;
    signal(signal: NodeJS.Signals): Promise<void>;
    onLine(listener: (line: OutputLine) => void): () => void;
    lastLines(count: number): Promise<readonly OutputLine[]>;
    portHolder(host: string, port: number): Promise<PortHolder>;
    refresh(): Promise<readonly number[]>;
    onSpawned({ pid, startedAtMs }: Spawned, logDirectory: string): void;
    onKept(): void;
    /** Lets go of its pipes: nobody has to read them any more, or somebody else will. */
    letGo: () => void;
    onExited(exit: ProcessExit): void;
    onGone(end: ProcessTreeEnd): void;
    /** What is needed to end it without a supervisor; `undefined` while it is not known to have been spawned. */
    get known(): KnownProcess | undefined;
    /** From now on this process ends it: no supervisor is left. */
    onSupervisorLost(local: SupervisedProcess): void;
}
