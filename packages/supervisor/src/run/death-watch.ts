import { setImmediate, setTimeout } from '../clock.ts'
import type { ProcessIdentity } from '../system/process-entry.ts'
import { isOver } from '../system/process-table.ts'

/** A look costs 15 to 40 µs a process where there is /proc. */
const lookMs = process.platform === 'linux' ? 10 : 100
/** While nothing has to be stopped quickly. */
const idleLookMs = 100

/** Whose deaths are watched for. */
export interface Watched {
  /** Who is looked at now: processes that own what would have to be stopped. */
  readonly holders: () => Iterable<ProcessIdentity>
  /** Whether there is something to stop. */
  readonly isBusy: () => boolean
  readonly died: (holder: ProcessIdentity) => void
}

/**
 * Looks again and again whether processes live, for as long as this one does: nothing tells of their deaths at once. A socket
 * is closed only after the kernel has freed the memory of its process, and a process that is no owner has none.
 */
export function watchDeaths({ holders, isBusy, died }: Watched): void {
  const look = (): void => {
    // Many owners may share one process: the threads of a pool.
    const byPid = new Map([...holders()].map((holder) => [holder.pid, holder]))
    for (const holder of byPid.values()) {
      // What it sent last is read first: an edge of the graph may be in it.
      if (isOver(holder)) setImmediate(() => died(holder))
    }
    setTimeout(look, isBusy() ? lookMs : idleLookMs)
  }
  setTimeout(look, lookMs)
}
