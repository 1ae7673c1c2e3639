/** Values that are kept for listeners that come later. */
export declare class Replay<T> {
    #private;
    /** Keeps at most `limit` values, the newest; `onError` is told what a listener throws. */
    constructor(limit: number, onError: (error: unknown) => void);
    add(value: T): void;
    /** Calls back for each value from the first kept one on, never before it has returned. Returns how to end it. */
    on(registered: (value: T) => void): () => void;
}
