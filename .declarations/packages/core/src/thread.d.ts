/** What a thread module imports: `@curfew/core/thread`. It loads nothing else. */
export { defineThread } from './in-thread/define-thread.ts';
export type { ThreadBody, ThreadContext } from './service/thread-module.ts';
