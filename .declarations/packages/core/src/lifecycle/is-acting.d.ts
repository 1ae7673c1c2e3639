import type { Lifecycle } from './lifecycle.ts';
/** Whether a service's own code runs or is about to: it is live, or its clean-up runs. */
export declare function isActing(lifecycle: Lifecycle): boolean;
