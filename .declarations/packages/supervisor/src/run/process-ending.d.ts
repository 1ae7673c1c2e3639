import type { KilledProcess, ProcessExit, ProcessInfo, ProcessSpawnOrder } from '@curfew/core/process-port';
import type { Journal } from '../journal/journal.ts';
import type { ProcessTree } from '../tree/process-tree.ts';
import type { AskedHistory } from '../journal/history.ts';
/** What the end of a tree needs to know. */
export interface EndingFacts {
    readonly tree: ProcessTree;
    readonly order: Pick<ProcessSpawnOrder, 'id' | 'stop'>;
    readonly journal: Pick<Journal, 'write'>;
    /** Signals that a supervisor before this one sent, in order. */
    readonly past: readonly AskedHistory[];
    readonly killed: readonly KilledProcess[];
}
/** How one tree ends: who was asked, who still has time, and what had to be killed. */
export declare class ProcessEnding {
    #private;
    constructor({ tree, order, journal, past, killed }: EndingFacts);
    /** What had to be killed. */
    get killed(): readonly KilledProcess[];
    /** What lived on after the main process had exited by itself and cleanly. */
    get leftBehind(): readonly ProcessInfo[];
    /** Sends the signal to every process of the tree that nobody else tells. */
    ask(signal: NodeJS.Signals): void;
    /** Waits for nothing to end by itself any more. */
    hurry(): void;
    /** While the main process lives: tells those that are found later and were not told. */
    watch(isOver: () => boolean): Promise<void>;
    /**
     * After the main process: lets the rest of the tree have what is left of the stop limit, and asks it first if nobody has.
     * Resolves when what lives then is to be killed.
     *
     * A main process that ended by itself was not asked, and nor was what it left: that gets the signal and the whole limit,
     * as it would have with its main process. A server behind a launcher that crashed can so write what it holds.
     *
     * @param ask - Asks the tree, on the record
     */
    endRest(exit: ProcessExit, facts: {
        readonly ask: () => void;
        readonly isOver: () => boolean;
    }): Promise<void>;
    /** Kills what lives, on the record; resolves with what survives. */
    kill(killTimeoutMs: number): Promise<readonly ProcessInfo[]>;
    /** Notes what is about to be killed. */
    willKill(processes: readonly KilledProcess[]): void;
}
