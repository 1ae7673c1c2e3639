import type { Worker } from 'node:worker_threads';
import { type DeclaredAt } from '../catalog/declared-at.ts';
import type { Clock } from '../clock.ts';
import type { Scope } from './scope.ts';
/** What is asked of a `ChildProcess` of Node. */
interface StartedProcess {
    readonly pid?: number | undefined;
    readonly exitCode: number | null;
    readonly signalCode: NodeJS.Signals | null;
    readonly spawnfile: string;
    readonly spawnargs: readonly string[];
    once(event: 'exit', listener: () => void): unknown;
}
type Started = StartedProcess | Worker;
/** A process or thread that code of a test started by itself, not as a service. */
export interface OwnStart {
    readonly started: Started;
    readonly place: DeclaredAt | undefined;
    /** The scope whose code started it; several where it cannot be told, and each of them may be it. */
    readonly scopes: readonly Scope[];
}
/** Who runs now: `undefined` where it cannot be told, without a scope for the engine itself. */
type Running = {
    readonly scope?: Scope | undefined;
} | undefined;
/**
 * Notes what code of a scope starts by `node:child_process` and `node:worker_threads`, by events of Node: nothing is looked
 * for, and nothing is done for a test that starts nothing.
 *
 * The async context tells whose code it is, also among tests that run at the same time. What the engine starts is not noted,
 * nor what a runner starts for itself.
 */
export declare class StartWatch {
    #private;
    /**
     * @param open - The scopes that are open now
     * @param running - Tells who runs now
     */
    constructor(clock: Clock, open: ReadonlySet<Scope>, running: () => Running);
    /** To be called when a scope was opened. */
    begin(): void;
    /** To be called when a scope was closed: nothing is watched while none is open, so that no realm is kept that is over. */
    end(): void;
    /** What a scope started and that still lives, after a time in which it may end: it may have been told to. */
    left(scope: Scope, graceMs: number): Promise<readonly OwnStart[]>;
}
export {};
