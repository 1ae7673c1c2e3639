import { readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'

/** Resolves when a process has executed with the mark of a run; where another user's is hidden, a mark of theirs has no effect. */
export async function untilMarked(pid: number, run: string): Promise<void> {
  if (process.getuid?.() !== 0) return
  while (!readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(`CURFEW_RUN=${run}`)) await setTimeout(2)
}
