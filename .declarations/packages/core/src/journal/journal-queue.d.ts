import type { JournalEntry, ProcessPort } from '../process-port.ts';
/**
 * Takes journal entries before there is a connection to the supervisor, which writes them: the opening of the first scope
 * and the first starts come before the first process. Past its limit the oldest entries go, and are counted in an entry.
 */
export declare class JournalQueue {
    #private;
    constructor(limit?: number);
    /** Never throws, never waits. */
    record(entry: JournalEntry): void;
    /** Hands over what waits, in order, and everything from now on. */
    connect(port: Pick<ProcessPort, 'record'>): void;
    /** Keeps entries again until the next connection. */
    disconnect(): void;
}
