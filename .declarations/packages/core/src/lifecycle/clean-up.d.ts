import type { Lifecycle } from './lifecycle.ts';
/** The clean-up of one instance of a service: it runs at most once, when the service is gone. */
export declare class CleanUp {
    #private;
    constructor(lifecycle: Lifecycle);
    get hasBegun(): boolean;
    get isRunning(): boolean;
    /** Whether nothing is left to do. */
    get isOver(): boolean;
    /** What went wrong; it is no part of how the service ended. */
    get error(): Error | undefined;
    /** Runs it, within the clean-up limit, unless it ran; resolves with what went wrong. */
    run(): Promise<Error | undefined>;
}
