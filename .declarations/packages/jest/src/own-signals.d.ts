/** The signals of this process, which the reporter takes over. One per process, whatever copies of this module there are in it. */
export interface OwnSignals {
    readonly take: () => () => void;
    /** There while they are taken. */
    giveBack: (() => void) | undefined;
    /** A signal has come, and ends the run. */
    isEnding: boolean;
}
export declare const ownSignals: {
    get present(): OwnSignals | undefined;
    set present(own: OwnSignals | undefined);
};
/**
 * A test file begins to run in this process: until it has services, a signal does here what it does without curfew. A test that
 * is in an endless loop keeps every handler from being run.
 */
export declare function leaveSignals(): void;
