import { delay, monotonicMs } from '../clock.ts'
import type { FinishedService } from '../journal/entries.ts'
import type { SupervisedProcess } from './supervised-process.ts'

/** Bound for a service whose own limit is "none": there is nobody left who could end the wait. */
export const unlimitedStopMs = 30_000

/**
 * Stops processes in their owner's place, as the owner would have: whatever needs a process is gone before that process
 * is asked to stop, processes with no path between them stop at the same time, each within its own limits.
 */
export async function finishProcesses(processes: readonly SupervisedProcess[]): Promise<readonly FinishedService[]> {
  const left = processes.filter((process) => !process.isGone && !process.isKept)
  const finished = new Map<string, Promise<FinishedService>>()

  const finish = (process: SupervisedProcess, path: ReadonlySet<string>): Promise<FinishedService> => {
    const { id } = process.order
    const known = finished.get(id)
    if (known !== undefined) return known
    const through = new Set([...path, id])
    // A cycle cannot come from a graph; if one came all the same, it must not keep everything alive.
    const dependants = left.filter((other) => other.needs.has(id) && !through.has(other.order.id))
    const promise = Promise.all(dependants.map((other) => finish(other, through))).then(() => finishOne(process))
    finished.set(id, promise)
    return promise
  }
  return Promise.all(left.map((process) => finish(process, new Set())))
}

async function finishOne(process: SupervisedProcess): Promise<FinishedService> {
  const { id, service, stop } = process.order
  const startedMs = monotonicMs()
  const exitedBefore = process.exit !== undefined
  if (stop.stopTimeoutMs !== 0) {
    process.terminate(stop.signal, 'supervisor')
    await Promise.race([process.gone, delay(stop.stopTimeoutMs ?? unlimitedStopMs)])
  }
  const exitedInTime = process.exit !== undefined
  const end = await process.kill(stop.killTimeoutMs, 'supervisor')
  const hasObeyed = exitedInTime && !end.killed.some(({ asked }) => asked)
  return {
    id,
    service,
    outcome: !end.gone ? 'left-alive' : exitedBefore ? 'exited' : hasObeyed ? 'stopped' : 'killed',
    durationMs: Math.round(monotonicMs() - startedMs),
    exit: process.exit ?? { code: null, signal: null },
    survivors: end.survivors,
  }
}
