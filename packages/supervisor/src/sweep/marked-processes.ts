import { setImmediate } from '@curfew/protocol'
import type { ProcessEntry, ProcessTable } from '../system/process-entry.ts'
import { marksOf } from '../tree/mark.ts'

/** A process with the mark of a service. */
export interface Marked {
  readonly entry: ProcessEntry
  readonly run: string
  readonly id: string
}

/** Looked at between two turns of the event loop: about 3 ms. */
const looksAtOnce = 100

/**
 * All processes that carry a mark; one that runs inside a service of a service carries several. Of thousands of processes
 * the look takes a tenth of a second, and a supervisor has spawn orders to take meanwhile.
 */
export async function markedProcesses(table: ProcessTable): Promise<readonly Marked[]> {
  const marked: Marked[] = []
  const living = table.list().filter(({ alive }) => alive)
  for (const [index, entry] of living.entries()) {
    if (index % looksAtOnce === looksAtOnce - 1) await nextTurn()
    for (const mark of marksOf(table, entry.pid)) marked.push({ entry, ...mark })
  }
  return marked
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
