import type { Reporter, TestCase, TestModule } from 'vitest/node';
/** Shows at the end of a run what services were warned of, and which were left up: nothing where there is nothing to say. */
export declare class WarningsReporter implements Reporter {
    #private;
    /** @param end - what to do at the end of each run */
    constructor(end?: () => Promise<void>);
    onTestCaseArtifactRecord(testCase: TestCase, artifact: {
        readonly type: string;
    }): void;
    onTestModuleEnd(testModule: TestModule): void;
    onTestRunEnd(): Promise<void>;
}
