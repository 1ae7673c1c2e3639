import { type Asker, type Layer } from './needs.ts';
import type { Task } from './task.ts';
/** A test that was made by our `test`. */
export interface TrackedTest {
    readonly layer: Layer;
    /** Its body; absent where it gets no fixtures (`each`). */
    readonly asker: Asker | undefined;
}
/** Runs a call that registers tests, and remembers each of them. */
export declare function recordTests<T>(layer: Layer, asker: Asker | undefined, register: () => T): T;
/** The suite, or else the file, that is being collected. */
export declare function currentSuite(): object;
/** Remembers what a hook of each test needs, so that it is started with the rest, before the clock of the test. */
export declare function recordHook(asker: Asker): void;
/** The names that a test and the hooks around it destructure. */
export declare function askedNames(task: Task, { asker }: TrackedTest): Set<string>;
