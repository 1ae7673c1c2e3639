/** Whether a place is up, and a way to wait for it. */
export declare class UpGate {
    #private;
    get isOpen(): boolean;
    open(): void;
    shut(): void;
    /** Resolves when it is open; rejects with the signal's reason when that aborts first. */
    wait(signal?: AbortSignal): Promise<void>;
}
