import type { OutputLine } from '@curfew/core/process-port';
import type { OutputLoss, TailerEvents, TailOrder } from './tailer-calls.ts';
/** The output of one process: both raw logs, its records, and who listens. */
export declare class TailedOutput {
    #private;
    constructor(order: TailOrder, events: TailerEvents);
    /** Whether somebody has to look for new output, since the system does not tell. */
    get isPolled(): boolean;
    /** Takes what there is right now. */
    look(): void;
    lastLines(count: number): readonly OutputLine[];
    subscribe(id: string): void;
    unsubscribe(id: string): void;
    taken(id: string): void;
    handOver(): void;
    /** Takes the rest, and lets go of the files; resolves when what has records is recorded. */
    finish(): Promise<readonly OutputLoss[]>;
}
