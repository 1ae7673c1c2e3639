import type { LineBlock } from '../wire/protocol.ts';
import { type ReadOutput } from './cursor.ts';
import { type RawLog } from './raw-log.ts';
/**
 * Sends one listener every line from the first on, some at a time.
 *
 * The next ones are sent when those before were taken, so a slow listener costs no memory: they are read from the raw logs.
 */
export declare class Subscription {
    #private;
    /** When the listener took something last. */
    tookAtMs: number;
    constructor(output: ReadOutput, send: (blocks: readonly LineBlock[]) => void);
    /** The listener took the last lines. */
    taken(): void;
    /** Sends what there is, unless something is on its way. */
    advance(): void;
    /** Whether it does not need what is before that offset any more. */
    hasPassed({ stream }: RawLog, offset: number): boolean;
    /** Sends beginnings of lines that do not go on: a prompt, or a ready line without its end. */
    sendUnfinished(): void;
}
