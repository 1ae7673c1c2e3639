import type { ProcessInfo } from '@curfew/protocol'
import type { ProcessTable } from '../system/process-entry.ts'
import type { Containment } from './containment.ts'
import { sendSignal } from './send-signal.ts'

const maxRounds = 100
const roundMs = 1
const pause = new Int32Array(new SharedArrayBuffer(4))

/**
 * Kills the orphans that are left when every service is over: whosever they were, they were ours. Tells who they were.
 *
 * Only a process that took off both marks gets so far.
 */
export function killStrays(table: ProcessTable, containment: Containment): readonly ProcessInfo[] {
  const killed = new Map<number, ProcessInfo>()
  for (let round = 0; round < maxRounds; round++) {
    const orphans = containment.orphans(table).filter(({ alive }) => alive)
    if (orphans.length === 0) break
    for (const orphan of orphans) {
      if (!killed.has(orphan.pid)) killed.set(orphan.pid, table.describe(orphan.pid))
      sendSignal(orphan, 'SIGKILL')
    }
    // This process is about to leave and has nothing else to do; what they orphan becomes ours as soon as they are dead.
    Atomics.wait(pause, 0, 0, roundMs)
  }
  return [...killed.values()]
}
