import type { ProbeAddress } from './address.ts';
import type { ProbeContext } from './readiness.ts';
/**
 * What a refused connection is called; and now and then it is looked whether the service listens at the same port of
 * another address (`::1` alone, or 127.0.0.1 where its node is 127.0.0.2), which from outside looks like a server that never starts.
 */
export declare class Refusal {
    #private;
    constructor(context: ProbeContext, address: ProbeAddress);
    /** Tells the context what a refused attempt means. */
    report(signal: AbortSignal): Promise<void>;
}
