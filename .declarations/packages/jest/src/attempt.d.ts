import { CrashRace, type Scope } from '@curfew/core/engine';
import type { Asked } from './bridge.ts';
import type { CircusCode, CircusTest } from './circus.ts';
/** What an attempt has once something asked for it. */
interface OpenedAttempt {
    readonly scope: Scope;
    readonly race: CrashRace;
}
/**
 * One attempt of one test (each retry is another), and the scope that it has.
 *
 * The scope is opened when something first asks for it: most tests of a suite need no service, and cost next to nothing.
 */
export declare class Attempt {
    #private;
    readonly test: CircusTest;
    /** What the test and its hooks are given, by what they asked for; complete before the first of them runs. */
    readonly contexts: Map<Asked, Readonly<Record<string, unknown>>>;
    /** Its services did not start: neither its hooks nor its body run. */
    isCalledOff: boolean;
    /** The test's own function, which it has again when the attempt is over. */
    readonly body: CircusCode;
    constructor(test: CircusTest, openScope: () => Scope);
    /** The scope and its race, if anything asked for them. */
    get opened(): OpenedAttempt | undefined;
    /** The scope, opened if it was not. */
    get scope(): Scope;
    /** What ends it before its time; opens the scope. */
    get signal(): AbortSignal;
    /** Before the body runs. @throws the crash, if a service crashed while others started or in a hook */
    check(): void;
    /** What a body returned: one that returned a promise is over at once when a service crashes. */
    watch(returned: unknown): unknown;
    /** What is awaited by the body of the test, or what fails it before. */
    orFailed(awaited: unknown): Promise<unknown>;
    /** The same for a body that takes Jest's `done`. */
    runBodyWithDone(self: unknown, done: (error?: unknown) => void): unknown;
    /** The body failed, or its time is over: then it goes on by itself, and its signal tells it. */
    failed(error: unknown): void;
    /** Fails the body that runs, whether it has a scope or not. */
    interrupt(reason: unknown): void;
    /** Nothing begins in it any more. */
    over(): void;
}
export {};
