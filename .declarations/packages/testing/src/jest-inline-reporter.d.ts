interface AssertionResult {
    readonly title: string;
    readonly ancestorTitles: readonly string[];
    readonly status: string;
    readonly failureMessages: readonly string[];
    readonly location?: unknown;
}
interface FileResult {
    readonly testFilePath: string;
    readonly testExecError?: {
        readonly message?: string;
        readonly stack?: string;
    };
    readonly failureMessage?: string | null;
    readonly numFailingTests: number;
    readonly testResults: readonly AssertionResult[];
    readonly curfew?: readonly {
        readonly test: string | null;
        readonly verdict: unknown;
    }[];
}
export default class JestInlineReporter {
    #private;
    constructor({ rootDir }: {
        readonly rootDir: string;
    });
    onRunComplete(_contexts: unknown, { testResults }: {
        readonly testResults: readonly FileResult[];
    }): void;
}
export {};
