import type { ServiceCrashedError } from '../errors/stop-errors.ts';
/** The crash that a scope has taken: the first one fails it, and is told at once to whoever listens. */
export declare class Crashes {
    #private;
    constructor(warn: (warning: string) => void);
    get first(): ServiceCrashedError | undefined;
    /** Calls back at the first crash, at once if there was one. Returns how to end it. */
    on(listener: (error: ServiceCrashedError) => void): () => void;
    /** Whether it is the first one. */
    take(error: ServiceCrashedError): boolean;
    leaveToUsers(error: ServiceCrashedError): void;
    wasLeftToUsers(error: Error): boolean;
}
