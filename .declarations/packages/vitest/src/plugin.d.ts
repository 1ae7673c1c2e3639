import type { Plugin } from 'vitest/config';
import { type CurfewOptions } from './options.ts';
export type { LocalNodes, NodesOfModule } from '@curfew/core/engine';
export type { CurfewOptions } from './options.ts';
/**
 * The Vitest plugin of curfew: opens a scope for each test, and stops what was started in it when the test ends.
 *
 * @example export default defineConfig({ plugins: [curfew()] })
 * @throws {BadOptionError} naming every option that is wrong
 */
export declare function curfew(options?: CurfewOptions): Plugin;
