import type { LineBlock } from '../wire/protocol.ts';
/** What a subscription was sent: after the loss of who sends it, all lines come again, and those that it had are left out. */
export declare class ResumedLines {
    #private;
    /** Lines will come from the first one on again. */
    restart(): void;
    /** What of it is new. */
    next(blocks: readonly LineBlock[]): readonly LineBlock[];
}
