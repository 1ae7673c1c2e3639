import type { ProjectConfig } from './sessions.ts';
/** A test file, as Jest hands it to reporters. */
export interface TestFile {
    readonly path: string;
    readonly context: {
        readonly config: ProjectConfig;
    };
}
/** A test file that runs. */
export interface RunningFile {
    /** As the journals name it: relative to the root of its project. */
    readonly name: string;
    /** The time within which its services are stopped and cleaned up: `totalStopTimeoutMs`. */
    readonly limitMs: number;
    readonly hasResult: PromiseWithResolvers<void>;
}
/** The test files that run: those that were begun, and whose result did not come yet. */
export declare class RunningFiles {
    #private;
    /** Those that run and have one of these names, as the journals name files. */
    amongst(names: ReadonlySet<string>): RunningFile[];
    begin(file: TestFile): void;
    end(file: TestFile): void;
    /** Resolves when each of them has handed in its result or its time is over: it is not waited for again. Never rejects. */
    results(files: readonly RunningFile[]): Promise<void>;
}
/** The name of a test file in journals and in what is shown of it. */
export declare function nameOf({ path: file, context }: TestFile): string;
