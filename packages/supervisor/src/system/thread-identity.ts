import { currentThreadId, findThread } from './linux.ts'
import type { ProcessIdentity } from './process-entry.ts'
import { identify, isOver } from './process-table.ts'

/** Who holds a connection: a process, and the thread in it where that can be told (a thread pool shares one pid). */
export interface HolderIdentity extends ProcessIdentity {
  /** The system's id of the thread and when it began; absent for the main thread, and where it cannot be told. */
  readonly thread?: { readonly id: number; readonly startTime: number } | undefined
}

/** The identity of the thread that calls. */
export function identifySelf(): HolderIdentity {
  const { pid } = process
  const own = identify(pid) ?? { pid, startTime: 0 }
  if (process.platform !== 'linux') return own
  const id = currentThreadId()
  if (id === undefined || id === pid) return own
  const thread = findThread(pid, id)
  return thread === undefined ? own : { ...own, thread: { id, startTime: thread.startTime } }
}

/** Whether the holder lives: it is proved not to when its process is over, or its thread in a process that lives on. */
export function isHolderAlive(holder: HolderIdentity): boolean {
  return !isOver(holder) && !isThreadOver(holder)
}

/** Whether the thread of a holder is proved to be over, where it has one and its process lives. */
export function isThreadOver({ pid, thread: known }: HolderIdentity): boolean {
  if (known === undefined) return false
  const thread = findThread(pid, known.id)
  return thread?.alive !== true || thread.startTime !== known.startTime
}
