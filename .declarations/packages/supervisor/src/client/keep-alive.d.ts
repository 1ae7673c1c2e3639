/** Keeps the process alive only while somebody waits for an answer; nothing else of a connection does. */
export declare class KeepAlive {
    #private;
    /** Keeps the process alive until the promise has settled. */
    during<Value>(answer: Promise<Value>): Promise<Value>;
    /** From now on nothing that is still awaited keeps the process alive: no answer comes any more. */
    end(): void;
}
