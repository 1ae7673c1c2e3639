import type { Clock } from '../clock.ts';
/** What an attempt that found the service not ready cost: `unseen` by the service (connection refused), or `seen` by it. */
export type Miss = 'unseen' | 'seen';
/**
 * How long to wait between the attempts of one probe.
 *
 * An attempt that the service does not see costs it nothing, so the delay grows with the time waited (2 %); one that it
 * has to answer, and may log, backs off by a half each time. Both start at 2 ms and stop growing at 50 ms.
 */
export declare class Pace {
    #private;
    constructor(clock: Clock);
    delayMsAfter(miss: Miss): number;
    /** To be called once, when the wait is over. */
    end(): void;
}
