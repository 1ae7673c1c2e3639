/** Where output comes from. */
export interface Feed {
    /** Whether somebody has to look, since the system does not tell. */
    readonly isPolled: boolean;
    /** Takes what there is right now. */
    look(): void;
    /** Stops taking for a while: who writes waits, where it can. */
    pause(): void;
    resume(): void;
    close(): void;
}
/**
 * Reads a pipe that a process writes to, as the system tells that there is something.
 *
 * The process holds both ends, so no reader's death breaks it; it waits while the pipe is full.
 */
export declare class PipeFeed implements Feed {
    #private;
    readonly isPolled = false;
    /** Takes over the descriptor, which has to be opened without blocking, by itself: the flag is one of the open description. */
    constructor(fd: number, take: (bytes: Buffer) => void);
    look(): void;
    pause(): void;
    resume(): void;
    close(): void;
}
