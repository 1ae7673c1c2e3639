/** Calls of the system that Node does not offer, by FFI. Linux only. */
export interface NativeCalls {
    /** Makes this process the parent of whatever its descendants orphan; a new process does not inherit that. */
    readonly becomeSubreaper: () => void;
    /** Waits for a child that is dead and that Node does not know of, so that it is no zombie any more. */
    readonly reap: (pid: number) => void;
    /** Runs a function while a resource limit of this process has that soft value: what is spawned meanwhile inherits it. */
    readonly withLimitMark: <Value>(value: bigint, action: () => Value) => Value;
    /** Lets a signal that has a handler have it once: the next one does what it does by default. By number. */
    readonly handleOnlyOnce: (signal: number) => void;
    /** Makes a named pipe. */
    readonly makePipe: (path: string, mode: number) => void;
    /** Has a pipe hold so many bytes; returns how many it holds. */
    readonly growPipe: (fd: number, bytes: number) => number;
    /** Has who reads a descriptor that was opened without blocking wait all the same. */
    readonly waitForInput: (fd: number) => void;
}
/** Loads the calls; a sentence says why where they are not to be had. Takes about 10 ms, once. */
export declare function loadNative(): NativeCalls | string;
