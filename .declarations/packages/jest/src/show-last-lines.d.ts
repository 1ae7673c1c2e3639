import { type Verdict } from '@curfew/core/engine';
import type { CircusTest } from './circus.ts';
/**
 * Puts the last lines of all services that took part into the failure that is shown first, in time order: one look tells what
 * they said when the test failed.
 */
export declare function showLastLines(test: CircusTest, verdict: Verdict): void;
/** Leaves out the frames that lead from Jest through curfew to the body of a test. */
export declare function hideOwnFrames(test: CircusTest): void;
