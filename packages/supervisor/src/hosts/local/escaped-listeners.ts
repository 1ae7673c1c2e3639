import { type ProcessInfo, delay, monotonicMs } from '@curfew/protocol'
import { findPortHolder } from '../../ports/port-holder.ts'
import type { ProcessIdentity, ProcessTable } from '../../system/process-entry.ts'
import { isAlive } from '../../system/process-table.ts'
import type { Containment } from '../../tree/containment.ts'
import { carriesAnyLimitMark } from '../../tree/limit-mark.ts'
import { carriesAnyMark } from '../../tree/mark.ts'
import { sendSignal } from '../../tree/send-signal.ts'

/** A port that was chosen at random for one service, and leased to it alone. */
export interface ChosenPort {
  readonly host: string
  readonly port: number
}

/**
 * Ends what left a tree without a trace (empty environment, session of its own, parent dead) and still listens on a port
 * that was chosen for that tree.
 *
 * It is killed only where the kernel proves that it stems from something that we spawned: it is below an orphan of ours,
 * carries the mark of no other tree, and was born after the main process. Anybody else is named, never killed: another
 * program of this machine may have taken the port by chance.
 *
 * @returns those that are not proved ours
 */
export async function endEscapedListeners(
  table: ProcessTable,
  main: ProcessIdentity,
  facts: {
    readonly ports: readonly ChosenPort[]
    readonly containment: Containment
    readonly killTimeoutMs: number
    readonly bystanders: ReadonlySet<number>
    /** Called before one is killed. */
    readonly found: (info: ProcessInfo) => void
  },
): Promise<readonly ProcessInfo[]> {
  const deadlineMs = monotonicMs() + facts.killTimeoutMs
  const suspects: ProcessInfo[] = []
  for (const { host, port } of facts.ports) {
    const holder = findPortHolder(host, port)
    const entry = holder === null ? undefined : table.find(holder.pid)
    if (holder === null || entry === undefined || facts.bystanders.has(entry.pid)) continue
    if (carriesAnyLimitMark(table, entry.pid)) continue
    if (entry.startTime >= main.startTime && facts.containment.isBelowOrphan(table, entry.pid)) {
      facts.found(holder)
      sendSignal(entry, 'SIGKILL')
      while (isAlive(entry) && monotonicMs() < deadlineMs) await delay(2)
    } else if (!carriesAnyMark(table, entry.pid)) suspects.push(holder)
  }
  return suspects
}
