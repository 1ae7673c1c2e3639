/**
 * Kills the worker processes of a run that live now, with this process: when it exits.
 *
 * For a runner that leaves workers behind in the middle of a test. Their services are to be over by then: {@link endRun}.
 * Does nothing where none lives.
 */
export declare function takeWorkersAlong(runDirectory: string): void;
