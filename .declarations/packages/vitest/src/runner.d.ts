import { TestRunner } from 'vitest';
type RunnerClass = abstract new (...args: never[]) => object;
/**
 * A runner of Vitest in which a crash of a service fails its test at once.
 *
 * It is needed only for a runner of your own that defines `runTask` without calling `super.runTask`: the plugin gives the same
 * to Vitest's runner itself, and so to every one that extends it.
 *
 * @example export default withCurfew(MyRunner)
 */
export declare function withCurfew<Base extends RunnerClass>(Runner: Base): Base;
/** Vitest's runner with the crash race. */
declare const CurfewTestRunner: typeof TestRunner;
export default CurfewTestRunner;
