import type { Verdict } from '../scope/verdict.ts';
/**
 * The last lines of all services that took part in a test that failed, in time order: one look tells what they said when it
 * failed. Empty without services.
 */
export declare function linesOfInterest(verdict: Verdict): string;
