import { setImmediate, setTimeout } from '../clock.ts'
import type { ProcessIdentity } from '../system/process-entry.ts'
import { isOver } from '../system/process-table.ts'

/** A look costs 15 to 40 µs a process where there is /proc; elsewhere it is a program that runs. */
const lookMs = process.platform === 'linux' ? 10 : 100
/** While nothing has to be stopped quickly. */
const idleLookMs = 100

/** Whose deaths are watched for. */
export interface Watched {
  /** Who is looked at now: processes that own what would have to be stopped. */
  readonly holders: () => Iterable<ProcessIdentity>
  /** Whether there is something to stop. */
  readonly isBusy: () => boolean
  readonly died: (pid: number) => void
}

/**
 * Looks again and again whether processes live, for as long as this one does: nothing tells of their deaths at once. A socket
 * is closed only after the kernel has freed the memory of its process, and a process that is no owner has none.
 */
export function watchDeaths({ holders, isBusy, died }: Watched): void {
  const look = (): void => {
    const pids = new Map([...holders()].map((holder) => [holder.pid, holder]))
    for (const { pid } of [...pids.values()].filter((holder) => isOver(holder))) {
      // What it sent last is read first: an edge of the graph may be in it.
      setImmediate(() => died(pid))
    }
    setTimeout(look, isBusy() ? lookMs : idleLookMs)
  }
  setTimeout(look, lookMs)
}
