/** The signals that end a run. */
export declare const endingSignals: readonly ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** What a signal to the main process of a runner needs to know and to do. */
export interface SignalPlan {
    /** Whether a service was started: otherwise a signal does what it does without curfew. */
    readonly hasServices: () => boolean;
    /**
     * Begins to stop the services of the tests that run, and then to end the run. Called at most once, for the first signal.
     *
     * @param exitCode - With which the process is to end, as a shell tells a signal
     */
    readonly end: (signal: string, exitCode: number) => void;
    /** Ends the run at once, at a second signal. @default what the first would have done without curfew */
    readonly endAtOnce?: (() => void) | undefined;
}
/**
 * Lets a signal to the main process of a runner end the run in order; a second one ends it at once. Where no service was
 * started, a signal does what it does without curfew.
 *
 * @returns how to give the signals back
 */
export declare function takeOverSignals({ hasServices, end, endAtOnce }: SignalPlan): () => void;
