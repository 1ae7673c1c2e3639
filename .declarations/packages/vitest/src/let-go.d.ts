import type { Layer } from './needs.ts';
import type { Task } from './task.ts';
/**
 * Takes its fixtures from the context of a test that is over: Vitest keeps the context until the file ends, and each
 * service holds its scope. The next attempt is given new ones.
 */
export declare function letGoOfFixtures({ context }: Task, top: Layer): void;
