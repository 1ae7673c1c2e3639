import type { Runtime } from '../runtime/runtime.ts';
import type { Force } from './host.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { EndedHow, ForcedBy, Outcome } from './outcome.ts';
/** What brought a runtime to its end: a stop, a start that failed, or its own exit. */
export type EndCause = 'stop' | 'fail' | 'exit';
/** How a runtime was ended, and what went wrong. */
export interface RuntimeEnding extends Pick<Outcome, 'forcedBy' | 'gone' | 'left' | 'suspects' | 'killed'> {
    readonly errors: readonly Error[];
}
/** The ending of a service that got no runtime. */
export declare const nothingToEnd: RuntimeEnding;
/** Asks, waits, kills, and waits until nothing is left. Never rejects: what went wrong is in the result. */
export declare function endRuntime(lifecycle: Lifecycle, runtime: Runtime, cause: EndCause, forced: Promise<Force>): Promise<RuntimeEnding>;
/** How a service ended, by what brought it to its end and what went wrong. */
export declare function howEnded(cause: EndCause, isBroken: boolean, forcedBy: ForcedBy | undefined): EndedHow;
