import type { ResolveHookSync } from 'node:module';
/**
 * A hook for resolving modules, below that of `@oxc-node/core`: where a path has `%`, `#` or `?`, version 0.1.7 hands on a
 * `file:` URL in which they are not encoded. It is put in place for such paths only.
 */
export declare const resolve: ResolveHookSync;
