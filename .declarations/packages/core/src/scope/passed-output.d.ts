import type { ProcessPort } from '../process-port.ts';
import type { RunContext } from '../run/run-context.ts';
import type { Scope } from './scope.ts';
import type { Verdict } from './verdict.ts';
/** What is asked of the engine to let go of output. */
export interface PassedOutputFacts {
    readonly keepsAll: () => boolean;
    /** The run, with a folder that exists. */
    readonly run: () => RunContext;
    readonly port: () => Promise<ProcessPort | undefined>;
    readonly warn: (message: string) => void;
}
/**
 * Lets go of what the services of tests wrote that passed: their last lines go to one file of the worker, and their folders are
 * removed in the background. What nobody gives a verdict on is kept.
 */
export declare class PassedOutput {
    #private;
    constructor(facts: PassedOutputFacts);
    /** To be called when the owner of a scope passed; does nothing where there was an error or a warning to look into. */
    discard(scope: Scope, verdict: Verdict): void;
    /** Resolves when all of it is done. Never rejects. */
    settled(): Promise<void>;
}
