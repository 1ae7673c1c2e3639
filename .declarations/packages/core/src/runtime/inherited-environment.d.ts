/** A variable that a runner writes into the environment of the tests, for their code. */
export interface RunnerVariable {
    /** What the runner may have written there. */
    readonly written: readonly string[];
    /** What the shell had; `null` for nothing. */
    readonly shell: string | null;
}
/** Tells what is inherited at the moment of a start. */
export type Inherited = () => Record<string, string>;
/** Variables that a runner writes, by name. */
export type RunnerVariables = Readonly<Record<string, RunnerVariable>>;
/**
 * The environment that processes and threads inherit: that of this process, but for what the runner wrote there, which is the
 * shell's again.
 *
 * A variable that has another value than the runner's was set by a test, a set-up file or the configuration, and stays.
 */
export declare function inheritedEnvironment(ofRunner: RunnerVariables): Record<string, string>;
/** With the variables of a service over what it inherits; those that it sets to nothing are left out. */
export declare function withOwn(inherited: Inherited, own?: Readonly<Record<string, string | undefined>>): Record<string, string>;
