import { clearTimeout, setTimeout } from 'node:timers'

/** What the promise resolves to, or `undefined` when the limit has passed before. */
export async function within<Value>(promise: Promise<Value>, limitMs: number): Promise<Value | undefined> {
  const limit = Promise.withResolvers<undefined>()
  const timer = setTimeout(() => limit.resolve(undefined), limitMs)
  return await Promise.race([promise, limit.promise]).finally(() => clearTimeout(timer))
}
