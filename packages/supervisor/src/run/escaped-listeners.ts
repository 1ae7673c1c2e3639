import { delay, nowMs } from '../clock.ts'
import { findPortHolder } from '../ports/port-holder.ts'
import type { ProcessIdentity, ProcessTable } from '../system/process-entry.ts'
import { isAlive } from '../system/process-table.ts'
import { sendSignal } from '../tree/send-signal.ts'

/** A port that was chosen at random for one service, and leased to it alone. */
export interface ChosenPort {
  readonly host: string
  readonly port: number
}

/** Orphans are given to us where we contain them. */
const parentsOfOrphans: ReadonlySet<number> = new Set([1, process.pid])

/**
 * Kills what left a tree without a trace (empty environment, session of its own, parent dead) and still listens on a port
 * that was chosen for that tree.
 *
 * Proof, not a guess: the port was free, was picked at random, and was told to nobody else; and the listener was born
 * after the tree's main process, belongs to the same user, and has no parent left.
 */
export async function killEscapedListeners(
  table: ProcessTable,
  main: ProcessIdentity,
  facts: { readonly ports: readonly ChosenPort[]; readonly user: number | undefined; readonly killTimeoutMs: number },
): Promise<void> {
  const deadlineMs = nowMs() + facts.killTimeoutMs
  for (const { host, port } of facts.ports) {
    const holder = findPortHolder(host, port)
    const entry = holder === null ? undefined : table.find(holder.pid)
    if (entry === undefined || entry.startTime < main.startTime || !parentsOfOrphans.has(entry.parent)) continue
    if (facts.user === undefined || table.owner(entry.pid) !== facts.user) continue
    sendSignal(entry, 'SIGKILL')
    while (isAlive(entry) && nowMs() < deadlineMs) await delay(2)
  }
}
