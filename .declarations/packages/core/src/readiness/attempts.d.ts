import { type Miss } from './pace.ts';
import type { ProbeContext } from './readiness.ts';
/** One try. Its signal aborts when it is given up; it must then let go of everything at once. Throws to end the wait. */
export type Attempt = (signal: AbortSignal) => Promise<'ready' | Miss>;
/** Whether an attempt that does not answer is overtaken by another one, or waited for. */
export type WhenSilent = 'overtake' | 'wait';
/**
 * Tries again and again until an attempt finds the service ready; rejects when one throws, or when the signal aborts.
 *
 * Guarantee: once it has settled, every attempt under way has been aborted and no timer is left.
 */
export declare function attemptTillReady(context: Pick<ProbeContext, 'clock' | 'signal'>, attempt: Attempt, whenSilent: WhenSilent): Promise<void>;
