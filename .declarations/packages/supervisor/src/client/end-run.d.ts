/**
 * Ends a run: its supervisor stops whatever its owners still have, dependants first, and leaves.
 *
 * Guarantee: once this resolves, no supervisor of the run lives, no guard of one, and none of its services. Where the
 * supervisor died, or did not answer and had to be killed, the one that takes over does it; where none can (the disk is
 * full), this process does, by the journals of the run and the marks of its services. Where none was ever started it costs
 * one look at the folder. Calling it again does nothing.
 */
export declare function endRun(runDirectory: string): Promise<void>;
