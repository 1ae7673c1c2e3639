import type { CaseTest } from '../runner-contract/runner-case.ts';
import { type InstallMode } from './installation.ts';
import { type SuiteProcess, type SuiteProcessResult } from './suite-process.ts';
/** A suite of a few files, and how Jest is to run it. */
export interface JestSuite {
    /** Contents by path; tests are `*.test.*`. `./events.cjs` and `./events.mjs` have `note(text)`. */
    readonly files: Readonly<Record<string, string>>;
    /** Fields of the configuration, as source. @default `preset: '@curfew/jest'` */
    readonly config?: string | undefined;
    /** How TypeScript is compiled: by SWC or Babel to CommonJS, or by SWC to ES modules. @default 'swc' */
    readonly compiler?: 'swc' | 'babel' | 'esm' | undefined;
    /** Arguments of Jest. */
    readonly args?: readonly string[] | undefined;
    readonly env?: Readonly<Record<string, string | undefined>> | undefined;
    /** @default 'copied' */
    readonly install?: InstallMode | undefined;
    /** Other packages for its `node_modules`: the name there, and the folder that it is. @default none */
    readonly packages?: Readonly<Record<string, string>> | undefined;
    /** A folder that project and packages are in, for paths that are hard to read. @default none */
    readonly below?: string | undefined;
    /** A package that the project lacks, of those that suites have. */
    readonly without?: string | undefined;
    /** Path of the Node that runs Jest. @default this one */
    readonly node?: string | undefined;
}
/** What came of one test file. */
export interface JestFile {
    readonly file: string;
    readonly state: string;
    /** Messages of what failed the file itself. */
    readonly errors: readonly string[];
    readonly tests: readonly (CaseTest & {
        readonly location: unknown;
    })[];
    /** Verdicts of the services of the file. */
    readonly verdicts: CaseTest['verdicts'];
}
/** What a suite came to. */
export interface JestResult extends SuiteProcessResult {
    readonly files: readonly JestFile[];
    /** The one test of that full name. */
    test(name: string): JestFile['tests'][number];
}
/** A suite that runs. */
export interface RunningJestSuite extends Omit<SuiteProcess, 'done'> {
    readonly done: Promise<JestResult>;
}
/** Runs real tests in a real Jest of their own, in a project that has our built packages installed. */
export declare function runJestSuite(suite: JestSuite): Promise<JestResult>;
/** The same, without waiting for the end. */
export declare function startJestSuite(suite: JestSuite): RunningJestSuite;
