import { type Engine, type VerdictData } from '@curfew/core/engine';
import type { Bridge } from './bridge.ts';
import { type CircusEvent, type CircusState } from './circus.ts';
/** What a session is made for. */
export interface SessionOptions {
    /** The global object of the realm in which the tests of the file run. */
    readonly global: object;
    /** Path of the test file, relative to the root. */
    readonly file: string;
    readonly rootDir: string;
    readonly environmentOptions: Readonly<Record<string, unknown>>;
}
/** What became of the services of one attempt of a test, as plain data: it reaches the reporters with the file's result. */
export interface AttemptReport {
    /** `null` for the services of the file. */
    readonly test: string | null;
    /** From 1. */
    readonly attempt: number;
    readonly verdict: VerdictData;
}
/**
 * One test file of Jest, while it runs: scopes for its tests and for itself, driven by the events of jest-circus.
 *
 * Nothing in here throws into Jest: what goes wrong fails the test that it belongs to, or else the file. A file that does not
 * use curfew costs one look at a field an event; a test that needs no service costs no scope, and no wait.
 */
export declare class Session {
    #private;
    readonly bridge: Bridge;
    constructor(options: SessionOptions);
    /** What became of the services of each attempt so far, and of the file; handed out once. */
    takeReports(): AttemptReport[];
    /** Told each event of jest-circus. Never throws and never rejects. */
    handle(event: CircusEvent, state: CircusState): void | Promise<void>;
    /** Closes what is still open when the file was given up in the middle, and leaves its realm. Never rejects. */
    close(): Promise<void>;
    /** The engine, for a file that asks for it. */
    use(): Engine;
}
