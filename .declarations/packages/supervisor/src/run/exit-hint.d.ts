/**
 * Counts the processes that the system killed for want of memory, to explain a SIGKILL that was not ours.
 *
 * The count is of the whole machine, so the hint says `probably`.
 */
export declare class ExitHints {
    #private;
    /** A hint for the exit of a process that we did not kill. */
    hint(signal: NodeJS.Signals | null): string | undefined;
}
