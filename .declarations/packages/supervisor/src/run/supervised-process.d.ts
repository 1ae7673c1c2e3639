import type { KeptProcess, KilledProcess, OutputLine, PortHolder, ProcessExit, ProcessInfo, ProcessSpawnOrder, ProcessTreeEnd } from '@curfew/core/process-port';
import type { StopRequester } from '../journal/entries.ts';
import type { AskedHistory } from '../journal/history.ts';
import type { Journal } from '../journal/journal.ts';
import type { OutputPipes } from '../output/open-output.ts';
import type { LineSink, TailerThread } from '../output/tailer-thread.ts';
import type { ProcessIdentity } from '../system/process-entry.ts';
import type { Containment } from '../tree/containment.ts';
import { type ChosenPort } from './escaped-listeners.ts';
import type { ExitHints } from './exit-hint.ts';
import type { MainProcess } from './main-process.ts';
/** What a supervised process needs of the supervisor. */
export interface ProcessSurroundings {
    readonly run: string;
    readonly journal: Pick<Journal, 'write'>;
    readonly tailer: Pick<TailerThread, 'open' | 'handOver' | 'finish' | 'lastLines' | 'subscribe' | 'unsubscribe'>;
    readonly complain: (message: string) => void;
    readonly hints: ExitHints;
    /** Ports that were chosen at random for it. */
    readonly chosenPorts: (id: string) => readonly ChosenPort[];
    readonly containment: Containment;
    /** Where its output is read; absent where it writes its logs itself. */
    readonly pipes: OutputPipes | undefined;
    /** Processes that are never suspects. */
    readonly bystanders: () => ReadonlySet<number>;
}
/** What happened to a process before this supervisor had it. */
export interface ProcessPast {
    /** Its parent was another supervisor. */
    readonly adopted?: boolean;
    /** The journal says that it was spawned. */
    readonly spawned?: boolean;
    /** Graceful signals that it got: none is sent twice. */
    readonly asked?: readonly AskedHistory[];
    /** What of it was killed. */
    readonly killed?: readonly KilledProcess[];
    readonly exit?: ProcessExit | undefined;
    readonly end?: ProcessTreeEnd | undefined;
    /** It was left up on purpose. */
    readonly kept?: boolean;
}
/** One spawned process, its tree and its output, until nothing of it is left. */
export declare class SupervisedProcess {
    #private;
    readonly order: ProcessSpawnOrder;
    readonly pid: number;
    readonly startedAtMs: number;
    /** Ids of all that it needs: those of its order, and what was found later. */
    readonly needs: Set<string>;
    constructor(order: ProcessSpawnOrder, main: MainProcess, around: ProcessSurroundings, past?: ProcessPast);
    /** Settles when the main process has exited. */
    get exited(): Promise<ProcessExit>;
    /** Settles when the tree was ended, with what was left. */
    get gone(): Promise<ProcessTreeEnd>;
    /** Settles when its output was read to the end after it was gone, or that took too long; at once while it lives. */
    get drained(): Promise<void>;
    /** The main process, named for good. */
    get main(): ProcessIdentity;
    /** What holds its tree together. */
    get containment(): Containment;
    /** How the main process exited, once it has. */
    get exit(): ProcessExit | undefined;
    /** How the tree ended, once it has; it may be tried again while something is left. */
    get end(): ProcessTreeEnd | undefined;
    get isGone(): boolean;
    /** Whether it was left up on purpose: then nothing of this run stops it any more. */
    get isKept(): boolean;
    /** Leaves it up; `undefined` when it has ended, or was asked to. */
    keep(): KeptProcess | undefined;
    /** Asks the tree to end; the same signal is sent once only. */
    terminate(signal: NodeJS.Signals, by: StopRequester): void;
    /** Kills the tree. One kill at a time; the next one tries again when something was left. */
    kill(killTimeoutMs: number, by: StopRequester): Promise<ProcessTreeEnd>;
    /** Signals the main process; nothing happens once it has exited. */
    signal(signal: NodeJS.Signals): void;
    /** Removes what it wrote, once that was read to the end; not while something of it is left. */
    discard(): void;
    portHolder(host: string, port: number): PortHolder;
    refresh(): readonly number[];
    lastLines(count: number): Promise<readonly OutputLine[]>;
    subscribe(subscription: string, sink: LineSink): void;
    unsubscribe(subscription: string): void;
    describe(): ProcessInfo;
}
