import { type InstallMode } from './installation.ts';
import { type SuiteProcess, type SuiteProcessResult } from './suite-process.ts';
/** A suite of a few files, and how Vitest is to run it. */
export interface InlineSuite {
    /** Contents by path; tests are `*.test.ts`. `./events.mjs` has `note(text)`. */
    readonly files: Readonly<Record<string, string>>;
    /** @default 5 */
    readonly vitest?: 4 | 5 | undefined;
    /** Arguments behind `vitest run`. */
    readonly args?: readonly string[] | undefined;
    /** Options of the plugin, as source; `null` for none. @default '{}' */
    readonly curfew?: string | null | undefined;
    /** Fields of `test` in the configuration, as source, e.g. `pool: 'threads'`. */
    readonly config?: string | undefined;
    readonly env?: Readonly<Record<string, string | undefined>> | undefined;
    /** @default 'copied' */
    readonly install?: InstallMode | undefined;
    /** Other packages for its `node_modules`: the name there, and the folder that it is. @default none */
    readonly packages?: Readonly<Record<string, string>> | undefined;
    /** A folder that the project is in, for paths that are hard to read; Vitest loads no package from there. @default none */
    readonly below?: string | undefined;
    /** `run` or `watch`. @default 'run' */
    readonly command?: string | undefined;
}
/** An error as the reporters of Vitest get it. */
export interface InlineError {
    readonly name: string;
    readonly message: string;
    readonly stack?: string;
    readonly diff?: string;
}
export interface InlineTest {
    readonly name: string;
    readonly state: 'passed' | 'failed' | 'skipped' | 'pending';
    readonly errors: readonly InlineError[];
    readonly artifacts: readonly {
        readonly type: string;
        readonly [field: string]: unknown;
    }[];
}
export interface InlineModule {
    readonly file: string;
    readonly project: string;
    readonly state: string;
    readonly errors: readonly InlineError[];
    readonly tests: readonly InlineTest[];
}
/** What an inline suite came to. */
export interface InlineResult extends SuiteProcessResult {
    readonly reason: string | undefined;
    readonly unhandledErrors: readonly InlineError[];
    readonly modules: readonly InlineModule[];
    /** The one test of that full name. */
    test(name: string): InlineTest;
}
/** An inline suite that runs. */
export interface RunningInlineSuite extends Omit<SuiteProcess, 'done'> {
    readonly done: Promise<InlineResult>;
}
/** Runs real tests in a real Vitest of their own, in a project that has our built packages installed. */
export declare function runInlineSuite(suite: InlineSuite): Promise<InlineResult>;
/** The same, without waiting for the end. */
export declare function startInlineSuite(suite: InlineSuite): RunningInlineSuite;
