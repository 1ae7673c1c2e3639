import type { ProcessIdentity } from '../system/process-entry.ts'
import { isAlive } from '../system/process-table.ts'

/** Signals that very process. Says whether it was sent: a process that is gone, or belongs to another user, gets none. */
export function sendSignal(identity: ProcessIdentity, signal: NodeJS.Signals): boolean {
  // Looked up right before, because another process may have been given the pid since the scan.
  if (!isAlive(identity)) return false
  try {
    process.kill(identity.pid, signal)
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    // ESRCH: it ended just now. EPERM: it changed its user; it will be named as a survivor.
    if (code === 'ESRCH' || code === 'EPERM') return false
    throw error
  }
}
