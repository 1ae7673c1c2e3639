import type { Service } from '@curfew/core';
import { type CatalogEntry, type Scope } from '@curfew/core/engine';
import type { Task } from './task.ts';
/** One attempt of one test (each retry and each repeat is another), and the scope that it has. */
export declare class Attempt {
    #private;
    readonly task: Task;
    readonly scope: Scope;
    /** What its body, hooks and fixtures are handed, by what was declared: started before the first of them, and the same for all. */
    readonly services: Map<CatalogEntry, Service>;
    constructor(task: Task, scope: Scope);
    /** What the test itself was failed with already: not told again when its scope closes. */
    get told(): ReadonlySet<unknown>;
    /** Runs the body of the test, and fails at once when a service of it crashes; then its `signal` aborts too. */
    race(body: () => Promise<unknown>): Promise<void>;
    /** The test and its hooks are over. Gives it the signal back that it had: Vitest 4.1 keeps one for all attempts. */
    end(): void;
    /** Vitest looks at `fails` when the attempt is over: without it, a failure stays one. */
    failWhateverIsExpected(): void;
    /** Waits for services to start; rejects at once when the test is aborted meanwhile (bail, cancel). */
    whileWanted(starting: Promise<unknown>): Promise<void>;
}
