import type { Readiness } from './readiness.ts';
/**
 * Ready when the service has ended by itself and cleanly: a one-shot service, such as a migration.
 * What needs it starts afterwards.
 */
export declare function completed(): Readiness;
