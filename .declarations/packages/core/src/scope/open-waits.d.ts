/**
 * Waits that end with the scope. Each one is let go of when it is over: a race against one promise that lives as long as the
 * scope of a file would keep, for each test that ever waited in it, all that this test had.
 */
export declare class OpenWaits {
    #private;
    /** Settles as the promise does, or rejects when the scope ends before. */
    while<T>(promise: Promise<T>): Promise<T>;
    end(reason: Error): void;
}
