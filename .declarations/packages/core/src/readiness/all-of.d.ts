import type { Readiness, ReadinessOption } from './readiness.ts';
/**
 * One probe of one or several: ready when all are, and they wait at the same time. What they find is merged.
 *
 * Guarantee: when one fails, the others are aborted, and it is that failure which is thrown.
 *
 * @throws {BadOptionError} `CURFEW_BAD_OPTION` if two of them find the same name
 */
export declare function allOf<Group extends string = never>(option: ReadinessOption<Group>): Readiness<Group>;
