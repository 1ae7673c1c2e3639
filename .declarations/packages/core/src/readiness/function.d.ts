import type { Readiness, ReadinessFunction } from './readiness.ts';
/** The probe of a function of the user; see {@link ReadinessFunction} for what it may do. */
export declare function fromFunction(probe: ReadinessFunction): Readiness;
