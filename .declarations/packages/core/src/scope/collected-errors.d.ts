/** What fails the owner of a scope, the first cause first. One that can be awaited counts only if somebody has not. */
export declare class CollectedErrors {
    #private;
    add(error: Error, wasAwaited?: () => boolean): void;
    /** Those that count now. */
    get counting(): readonly Error[];
}
