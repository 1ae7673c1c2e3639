import type { CaseRun, RunnerCase } from './runner-case.ts';
/** A run of its own, in which something happens to the supervisor, and how the run has to end. */
export interface SupervisorCase {
    readonly title: string;
    /** One test file each. */
    readonly files: readonly Pick<RunnerCase, 'tests'>[];
    readonly env?: Readonly<Record<string, string>>;
    /** @param run - With its exit code, which is 0 in all of them */
    check(run: CaseRun): void;
}
/** Of each of these runs. */
export declare const supervisorEnv: Readonly<Record<string, string>>;
/** What must not keep a run from ending well; the same under every runner. */
export declare const supervisorCases: readonly SupervisorCase[];
