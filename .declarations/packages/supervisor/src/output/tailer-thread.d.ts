import type { OutputLine } from '@curfew/core/process-port';
import type { LineBlock } from '../wire/protocol.ts';
import type { OutputLoss, TailOrder } from './tailer-calls.ts';
/** What the tailer tells of its own accord. */
export interface TailerListener {
    dropped(id: string, loss: OutputLoss): void;
    complain(message: string): void;
}
/** Where a subscription's lines go; calls back when they were taken. */
export type LineSink = (blocks: readonly LineBlock[], taken: () => void) => void;
/**
 * The supervisor's side of the thread that reads output; the thread starts with the first call.
 *
 * Another one takes over from one that failed: services must not wait because nobody reads their pipes.
 */
export declare class TailerThread {
    #private;
    constructor(listener: TailerListener);
    /** Starts the thread now, so that the first process does not have to. */
    start(): void;
    open(order: TailOrder): void;
    /** Somebody else reads its pipes from now on, and writes the raw logs. Resolves when nobody reads them here any more. */
    handOver(id: string): Promise<void>;
    /** Resolves when the rest is read and recorded, with what was lost. */
    finish(id: string): Promise<readonly OutputLoss[]>;
    lastLines(id: string, count: number): Promise<readonly OutputLine[]>;
    subscribe(id: string, subscription: string, sink: LineSink): void;
    unsubscribe(id: string, subscription: string): void;
}
