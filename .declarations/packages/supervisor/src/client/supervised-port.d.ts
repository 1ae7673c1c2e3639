import type { AskOptions, JournalEntry, KeptProcess, NetworkAnswer, NetworkQuestion, OutputLine, PortLease, PortLeaseRequest, ProcessHandle, ProcessLeak, ProcessPort, ProcessSpawnOrder } from '@curfew/core/process-port';
import type { SupervisedProcess } from '../run/supervised-process.ts';
import { type SupervisorCalls } from '../wire/protocol.ts';
import { type Reached } from './reach.ts';
/** Whose port it is. */
export interface SupervisedPortFacts extends Reached {
    readonly owner: string;
}
/** A process port whose processes are the supervisor's children; it outlives any one connection, and any one supervisor. */
export declare class SupervisedPort implements ProcessPort {
    #private;
    constructor(facts: SupervisedPortFacts);
    /** Connects for the first time. */
    open({ keepsAlive }: {
        readonly keepsAlive: boolean;
    }): Promise<void>;
    leasePorts(request: PortLeaseRequest): Promise<PortLease>;
    releasePorts(id: string): Promise<void>;
    spawn(order: ProcessSpawnOrder): Promise<ProcessHandle>;
    keep(ids: readonly string[]): Promise<readonly KeptProcess[]>;
    leaks(ids: readonly string[]): Promise<readonly ProcessLeak[]>;
    discard(ids: readonly string[]): void;
    ask(question: NetworkQuestion, options: AskOptions): Promise<NetworkAnswer>;
    onComplaint(listener: (message: string) => void): () => void;
    record(entry: JournalEntry): void;
    onDoomed(listener: (reason: string) => void): () => void;
    close(): Promise<void>;
    /**
     * Asks the supervisor, and keeps this process alive until it answers; asks the next one when this one dies.
     *
     * @throws {SupervisorLostError} when nobody is left to ask, or the call must not be made twice
     */
    call<Name extends keyof SupervisorCalls>(name: Name, ...args: Parameters<SupervisorCalls[Name]>): Promise<Awaited<ReturnType<SupervisorCalls[Name]>>>;
    /** Calls back when no supervisor is left, and none will come; at once where that is so. Returns an unsubscribe function. */
    onLost(listener: () => void): () => void;
    /** A process of this owner's that this process has to end itself, once no supervisor is left. */
    local(id: string): Promise<SupervisedProcess | undefined>;
    /** Keeps this process alive until the promise has settled. */
    keepAliveDuring(waited: Promise<unknown>): void;
    subscribe(id: string, listener: (line: OutputLine) => void): () => void;
}
