import type { KeptLine } from '../logging/service-log.ts';
import type { RunContext } from './run-context.ts';
/** The last lines of the services of a test that passed, or of a file: what a failure is compared with. */
export interface PassedRecord {
    readonly file: string | null;
    /** `null` for the services that a file shares. */
    readonly test: string | null;
    readonly attempt: number | null;
    readonly endedAtMs: number;
    readonly services: readonly {
        readonly name: string;
        readonly lines: readonly KeptLine[];
    }[];
}
/** Appends it to `passed/<worker>.ndjson` in the run's folder, one line each; nothing where no service said anything. */
export declare function recordPassed(runWithFolder: () => RunContext, { services, ...of }: PassedRecord): Promise<void>;
