import type { BuiltInContext, CurfewTest } from './context-types.ts';
/**
 * `test` of Jest that a catalog of services can extend: `test.extend(services)`.
 *
 * What a test destructures is started, in parallel and along the graph, before its clock begins, and everything is stopped,
 * dependants first, when it ends: passed, failed, timed out or interrupted.
 */
export declare const test: CurfewTest<BuiltInContext, BuiltInContext>;
