/** An error as it crosses the socket; facts are its enumerable fields. */
export interface WireError {
    readonly name: string;
    readonly message: string;
    readonly code: string | undefined;
    readonly facts: Readonly<Record<string, unknown>>;
}
/** Makes an error into plain data. */
export declare function toWireError(error: unknown): WireError;
