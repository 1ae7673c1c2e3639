/** Whether an error is how code tells that its signal aborted: the signal's reason, or an AbortError, anywhere in its causes. */
export declare function isAbort(error: unknown, signal: AbortSignal): boolean;
