import type { Lifecycle } from './lifecycle.ts';
/** Tells a running service to fall quiet, within its stop limit; what goes wrong is a warning. */
export declare function quiesce(lifecycle: Lifecycle): Promise<void>;
/** Runs the clean-up of a service that was started, within the clean-up limit; resolves with what went wrong. */
export declare function cleanup(lifecycle: Lifecycle): Promise<Error | undefined>;
