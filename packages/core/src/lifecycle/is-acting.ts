import type { Lifecycle } from './lifecycle.ts'

/** Whether a service's own code runs or is about to: it is live, or its clean-up runs. */
export function isActing(lifecycle: Lifecycle): boolean {
  return lifecycle.isLive || lifecycle.cleanUp.isRunning
}
