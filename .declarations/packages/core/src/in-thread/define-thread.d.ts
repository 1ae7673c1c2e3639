import type { ThreadBody } from '../service/thread-module.ts';
/**
 * Types the function of a thread module, to be its default export; it returns the function as it is.
 *
 * @typeParam Data - The service's `data`
 * @typeParam In - Messages that the service posts into the thread
 * @typeParam Out - Messages that the thread posts
 * @example export default defineThread<{ url: string }>(async ({ data, signal }) => { … })
 */
export declare function defineThread<Data = undefined, In = unknown, Out = unknown>(body: ThreadBody<Data, In, Out>): ThreadBody<Data, In, Out>;
