import type { OutputLine, ProcessLogOrder } from '@curfew/core/process-port';
import { RawLog } from './raw-log.ts';
/** What a stream asks of the output that it is one of. */
export interface StreamListener {
    /** More is in the log. */
    grown(log: RawLog): void;
    dropped(log: RawLog): void;
    complain(message: string): void;
    /**
     * Since when the slowest of those who have not read up to that offset has not moved, or a newborn service may still get a
     * first listener; `undefined` when nobody needs what is before it.
     */
    neededSince(log: RawLog, offset: number): number | undefined;
}
/** One stream of a process: where it comes from, its raw log, and the bound of that. */
export declare class FollowedStream {
    #private;
    readonly log: RawLog;
    constructor(stream: OutputLine['stream'], { directory, maxLogBytes }: ProcessLogOrder, pipe: number | undefined, listener: StreamListener);
    get isPolled(): boolean;
    /** Takes what there is right now. */
    look(): void;
    /** Reads what is in the pipe, and follows the file from now on. */
    handOver(): void;
    /** Takes the rest; nothing comes any more. */
    finish(): void;
    /** Somebody has read on: who waits for that goes on. */
    advanced(): void;
}
