import type { CircusEvent, CircusState } from './circus.ts';
import type { AttemptReport } from './session.ts';
/** An environment of Jest, as far as curfew knows it. */
export interface Environment {
    readonly global: object;
    handleTestEvent?: ((event: never, state: never) => unknown) | undefined;
}
/** What of the configuration of a project curfew reads. */
export interface ProjectConfig {
    readonly rootDir: string;
    readonly testEnvironmentOptions: Readonly<Record<string, unknown>>;
}
/**
 * The session of a test file that may never need one: the engine, and all that comes with it, is loaded when the file first
 * asks for something of curfew.
 */
export declare class LazySession {
    #private;
    constructor(environment: Environment, config: ProjectConfig, testPath: string);
    /** What became of the services of each attempt so far, and of the file; handed out once. */
    takeReports(): readonly AttemptReport[];
    /** Told each event of jest-circus. Never throws and never rejects. */
    handle(event: CircusEvent, state: CircusState): void | Promise<void>;
    /** Closes what is still open when the file was given up in the middle, and leaves its realm. Never rejects. */
    close(): Promise<void>;
}
/** The session of an environment, made when it is first asked for: by the environment itself, or by the test runner. */
export declare function sessionOf(environment: Environment, config: ProjectConfig, testPath: string): LazySession;
/** The session of an environment that has one. */
export declare function presentSession(environment: Environment): LazySession | undefined;
