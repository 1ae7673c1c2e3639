import type { Scope } from '../scope/scope.ts';
import type { Verdict } from '../scope/verdict.ts';
/** The scope of the test file that runs, while it runs. */
export declare class FileScope {
    readonly scope: Scope;
    /** What its tests were failed with: the file that shares the service does not fail with it again. */
    readonly told: Set<unknown>;
    /**
     * @param isWorkerProcess - Then the signals that a terminal sends to all processes are ignored: they would end it before its
     *   services are stopped, and the main process decides what they mean
     */
    constructor(name: string, isWorkerProcess: boolean);
    /** Aborts when it begins to close. */
    get signal(): AbortSignal;
    /** Stops what is left, and gives the signals back; `errors` is what the file itself fails with. */
    close(): Promise<{
        readonly verdict: Verdict;
        readonly errors: readonly Error[];
    }>;
}
