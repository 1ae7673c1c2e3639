import { type RunOptions } from '@curfew/core/engine';
/** Options of the reporter. */
export interface CurfewReporterOptions extends RunOptions {
    /**
     * Whether it shows, for each test, which services were started, how long each took, and in which order they were stopped with
     * which outcome. @default false
     */
    readonly timeline?: boolean | undefined;
}
/** What of the configuration of a run the reporter reads. */
interface GlobalConfig {
    readonly rootDir: string;
    /** So many failed tests end the run. */
    readonly bail?: number;
    readonly watch?: boolean;
    readonly watchAll?: boolean;
}
/**
 * A reporter of Jest, in its main process: it makes one run of all workers, ends it with the run, also on a signal, and shows
 * what was noticed while services stopped.
 */
export default class CurfewReporter {
    #private;
    /** @throws {BadOptionError} naming every option that is wrong */
    constructor({ rootDir, bail, watch, watchAll }: GlobalConfig, options?: CurfewReporterOptions);
    onTestFileStart(test: unknown): void | Promise<never>;
    onTestFileResult(test: unknown, result: unknown): void | Promise<never>;
    onRunComplete(): Promise<void>;
}
export {};
