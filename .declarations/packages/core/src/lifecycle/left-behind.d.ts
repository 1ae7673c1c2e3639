import { LeftBehindError } from '../errors/stop-errors.ts';
import type { RuntimeExit } from '../runtime/runtime.ts';
import type { Lifecycle } from './lifecycle.ts';
/** The error of a service whose command ended well and left something running: it went to the background. */
export declare function leftBehindError(lifecycle: Lifecycle, exit: RuntimeExit, left: readonly string[]): LeftBehindError;
/** Whether its start fails when it leaves something behind, since it is ready when it has ended. */
export declare function expectsExit({ protocol: { options } }: Lifecycle): boolean;
