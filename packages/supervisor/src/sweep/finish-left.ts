import { type ProcessInfo, monotonicMs } from '@curfew/protocol'
import { endInOrder } from '../run/in-order.ts'
import { unlimitedStopMs } from '../run/supervised-process.ts'
import type { ProcessTable } from '../system/process-entry.ts'
import { AskedTree } from '../tree/asked-tree.ts'
import { killTree } from '../tree/kill-tree.ts'
import { waitForAsked } from '../tree/wait-for-asked.ts'
import type { LeftService } from './left-services.ts'
import type { LeftThing } from './left-thing.ts'
import { LeftTree } from './left-tree.ts'

/** What a sweep did about one service. */
export interface SweptService {
  readonly run: string
  readonly id: string
  readonly service: string
  /** Obeyed, had to be killed, or could not be. */
  readonly outcome: 'stopped' | 'killed' | 'left-alive'
  /** Whether it had been left up on purpose. */
  readonly wasKept: boolean
  readonly durationMs: number
  /** What was found of it. */
  readonly processes: readonly ProcessInfo[]
  /** What lives all the same. */
  readonly survivors: readonly ProcessInfo[]
  /** Why something on another host, or that is no process, may be left. */
  readonly error?: string | undefined
}

/**
 * Ends what is left of a run, each thing after all that needs it and within its own limits, as its scope would have; returns only
 * those of which something lived, in the order in which they were over.
 */
export async function finishLeft(things: readonly LeftThing[]): Promise<readonly SweptService[]> {
  const over: SweptService[] = []
  await endInOrder(things, async (thing) => {
    const swept = await thing.finish()
    if (swept !== undefined) over.push(swept)
  })
  return over
}

/** A service of a dead run on this machine. */
export function leftHere(table: ProcessTable, left: LeftService, spared: ReadonlySet<number>): LeftThing {
  const { id, needs, wasKept } = left
  return { id, needs, wasKept, finish: () => finishOne(table, left, spared) }
}

async function finishOne(
  table: ProcessTable,
  left: LeftService,
  spared: ReadonlySet<number>,
): Promise<SweptService | undefined> {
  const { run, id, service, stop, wasKept } = left
  const tree = new LeftTree(table, left, spared)
  const found = tree.scan()
  if (found.length === 0) return undefined
  const startedMs = monotonicMs()
  const processes = found.map(({ pid }) => table.describe(pid))
  const obeyed = stop.stopTimeoutMs !== 0 && (await askToEnd(table, tree, stop))
  const survivors = await killTree(table, tree, { killTimeoutMs: stop.killTimeoutMs })
  const outcome = survivors.length > 0 ? 'left-alive' : obeyed ? 'stopped' : 'killed'
  return { run, id, service, outcome, wasKept, durationMs: Math.round(monotonicMs() - startedMs), processes, survivors }
}

/** How its main process ends is not known: whoever was its parent is dead. */
function askToEnd(table: ProcessTable, tree: LeftTree, stop: LeftService['stop']): Promise<boolean> {
  const asked = [new AskedTree(tree, { table, signal: stop.signal })]
  const deadlineMs = monotonicMs() + (stop.stopTimeoutMs ?? unlimitedStopMs)
  return waitForAsked({ asked, deadlineMs, hasDied: false })
}
