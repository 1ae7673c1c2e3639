import { type Layer } from './needs.ts';
type Callable = (...args: unknown[]) => unknown;
export type NativeTest = Callable & Readonly<Record<string | symbol, unknown>>;
/**
 * A `test` of Vitest, whole and unchanged, that also remembers which services each of its tests and hooks will need: they
 * are started, in parallel, before the clock of the test begins.
 */
export declare function tracked(native: NativeTest, top: Layer): NativeTest;
export {};
