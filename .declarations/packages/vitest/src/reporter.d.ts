import { timeline, type Painter } from '@curfew/core/engine';
import type { Reporter, TestCase, TestModule } from 'vitest/node';
export { timeline };
export type { Painter };
export { verdictArtifact } from './verdict-artifact.ts';
export type { ErrorData, OutcomeData, ServiceVerdictData, VerdictArtifact, VerdictData } from './verdict-artifact.ts';
/** Options of {@link CurfewReporter}. */
export interface CurfewReporterOptions {
    /** Widest line, in characters. @default that of the terminal, at most 120 */
    readonly width?: number | undefined;
}
/**
 * A reporter of Vitest that shows, for each test, which services were started, how long each took, and in which order they
 * were stopped with which outcome. It is used beside another one.
 *
 * @example test: { reporters: ['default', new CurfewReporter()] }
 */
export default class CurfewReporter implements Reporter {
    #private;
    constructor({ width }?: CurfewReporterOptions);
    onTestCaseResult(testCase: TestCase): void;
    onTestModuleEnd(testModule: TestModule): void;
}
