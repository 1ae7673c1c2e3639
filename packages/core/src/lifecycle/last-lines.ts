import type { KeptLine } from '../logging/service-log.ts'
import { within } from './deadline.ts'
import type { Lifecycle } from './lifecycle.ts'

const readTimeoutMs = 1_000

/** Last lines that a service wrote or logged, in time order; without those whose keeper is gone or silent: lines only illustrate. */
export async function lastLinesOf({ scope, log, runtime }: Lifecycle, count: number): Promise<readonly KeptLine[]> {
  const logged = log?.lastLines(count) ?? []
  const asked = runtime?.lastLines(count).catch(() => []) ?? Promise.resolve([])
  const written = await within(scope.clock, readTimeoutMs, asked, [])
  return [...logged, ...written].toSorted((a, b) => a.timeMs - b.timeMs).slice(-count)
}
