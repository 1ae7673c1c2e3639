import type { OutputLine } from '@curfew/core/process-port';
import type { LineBlock } from '../wire/protocol.ts';
/** A listener to the output of one process, over any number of connections: each sends all lines from the first on. */
export declare class LineSubscription {
    #private;
    readonly id: string;
    readonly serial: number;
    constructor(id: string, listener: (line: OutputLine) => void);
    /** Lines will come from the first one on again. */
    restart(): void;
    deliver({ text: texts, ...block }: LineBlock): void;
    end(): void;
}
