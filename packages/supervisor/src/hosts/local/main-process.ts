import type { ChildProcess } from 'node:child_process'
import { type ProcessExit, nowMs } from '@curfew/protocol'
import type { ProcessIdentity } from '../../system/process-entry.ts'
import { processTable } from '../../system/process-table.ts'
import { whenDead } from '../../run/death-watch.ts'

/** The main process of a tree, and how it is known that it exited. */
export interface MainProcess extends ProcessIdentity {
  readonly startedAtMs: number
  readonly exited: Promise<ProcessExit>
}

/** A child of this process: its exit is an event. */
export function childMain(child: ChildProcess & { readonly pid: number }): MainProcess {
  // A zombie at worst: nobody else waits for it, so it is there to be read.
  const startTime = processTable.find(child.pid)?.startTime ?? 0
  const exited = new Promise<ProcessExit>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }))
  })
  return { pid: child.pid, startTime, startedAtMs: nowMs(), exited }
}

/** A child of a supervisor that is dead: somebody else reaps it, so how it ended cannot be known. */
export function adoptedMain(identity: ProcessIdentity, startedAtMs: number): MainProcess {
  const hint = 'how it exited is not known: the supervisor that was its parent had died'
  const exited = whenDead(identity).then(() => ({ code: null, signal: null, hint }))
  return { ...identity, startedAtMs, exited }
}
