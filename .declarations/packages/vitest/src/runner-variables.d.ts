import type { RunnerVariables } from '@curfew/core/engine';
import type { TestProject } from 'vitest/node';
/**
 * Variables that Vitest writes over those of the shell; the others are left as they are: `NODE_ENV`, `VITEST`, `TEST` and
 * `VITEST_*` tell a service that it runs in a test and in which worker, and those of `test.env` and of `.env` files are the
 * user's.
 */
export declare function runnerVariables({ vite }: TestProject): RunnerVariables;
