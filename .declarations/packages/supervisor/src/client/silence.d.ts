import type { ProcessIdentity } from '../system/process-entry.ts';
/**
 * Sees to it that a supervisor answers whoever waits for it, or is replaced: while somebody waits it is asked for a sign of
 * life again and again. One that gives none is continued if it was stopped, and in the end killed.
 */
export declare class SilenceWatch {
    #private;
    /** @param giveUp - Called when it was to be killed, and nothing came of that */
    constructor(supervisor: ProcessIdentity, ping: () => Promise<unknown>, giveUp: () => void, turnMs?: number);
    /** Watches until the promise has settled. Keeps nobody alive. */
    during<Value>(answer: Promise<Value>): Promise<Value>;
}
/** Continues a process that was stopped (SIGSTOP). */
export declare function continueIfStopped(identity: ProcessIdentity): void;
