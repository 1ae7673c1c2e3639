import type { Scope } from '../scope/scope.ts';
/** What makes one attempt of a test fail while it runs: a crash of a service that it uses. */
export declare class CrashRace {
    #private;
    /** What the test itself was failed with already: not told again when its scope closes. */
    readonly told: Set<unknown>;
    constructor(scope: Scope);
    /** Aborts at a crash, at {@link abort}, and when the scope is closed before {@link end}. */
    get signal(): AbortSignal;
    /** Aborts the signal for another reason: the test's time is over, the run is cancelled. */
    abort(reason: unknown): void;
    /** The test is over, and its scope may close: for a test that passed this is no reason to abort what it left. */
    end(): void;
    /** Runs the body of the test, and fails at once when a service of it crashes; then its `signal` aborts too. */
    race<T>(body: () => T | Promise<T>): Promise<T>;
    /** @throws the crash, if there was one */
    check(): void;
}
