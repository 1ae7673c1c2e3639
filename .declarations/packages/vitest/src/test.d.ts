import type { Catalog } from '@curfew/core';
import { type TestAPI } from 'vitest';
import type { BuiltInContext, BuiltInFixtures, CurfewTest, InScope, WithServices } from './context-types.ts';
/**
 * `test` of Vitest, whole and unchanged, that a catalog of services can extend: `test.extend(services)`.
 *
 * What a test destructures is started, in parallel and along the graph, before its clock begins, and everything is stopped,
 * dependants first, when it ends: passed, failed, timed out or interrupted.
 */
export declare const test: CurfewTest<BuiltInContext>;
/**
 * Adds the services of a catalog to a `test` that was extended elsewhere.
 *
 * @example const test = withServices(theirTest, services)
 */
export declare function withServices<Context, Services, Wide>(theirTest: TestAPI<Context>, services: Catalog<Services, Wide>): CurfewTest<WithServices<InScope<Context, BuiltInFixtures, 'test'>, Services, Wide>>;
