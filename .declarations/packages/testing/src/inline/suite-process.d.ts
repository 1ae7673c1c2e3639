import { type LivingProcess } from './living-processes.ts';
/** What a suite is made of and run with. */
export interface SuiteProcessOptions {
    /** A folder above the suite's own, whose `node_modules` it uses. */
    readonly parent: string;
    /** A folder between the two. @default none */
    readonly below?: string | undefined;
    /** Contents by path. */
    readonly files: Readonly<Record<string, string>>;
    /** Program and arguments, run by Node in the folder of the suite. */
    readonly command: readonly string[];
    /** Path of that Node. @default this one */
    readonly node?: string | undefined;
    readonly env?: Readonly<Record<string, string | undefined>> | undefined;
}
/** How the process of a suite ended. */
export interface SuiteProcessResult {
    readonly exitCode: number | null;
    readonly signal: NodeJS.Signals | null;
    /** Both streams, without colours. */
    readonly output: string;
    /** What the suite noted with `note()` of `./events`, in order. */
    readonly events: readonly string[];
    /** Processes of the suite that lived when its main process had ended. They are killed then. */
    readonly survivors: readonly LivingProcess[];
    readonly durationMs: number;
    /** The folder of the suite. */
    readonly dir: string;
}
/** A suite that runs. */
export interface SuiteProcess {
    readonly pid: number;
    readonly dir: string;
    readonly done: Promise<SuiteProcessResult>;
    /** Resolves when the suite has noted that event. Rejects if it ends before. */
    event(name: string): Promise<void>;
    kill(signal: NodeJS.Signals): void;
    /** Sends the signal to the whole process group, as a terminal does. */
    killGroup(signal: NodeJS.Signals): void;
}
/** Starts a suite of a few files in a folder of its own. */
export declare function startSuiteProcess(options: SuiteProcessOptions): SuiteProcess;
