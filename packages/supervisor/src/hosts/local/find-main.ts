import type { ProcessTable } from '../../system/process-entry.ts'
import { carriesMark, isProvable } from '../../tree/mark.ts'
import type { PastProcess } from '@curfew/protocol'
import { adoptedMain, type MainProcess } from './main-process.ts'

/**
 * The main process of what another supervisor spawned, dead or alive; `undefined` when it was never spawned.
 *
 * Where that supervisor died between the intent and the record of the spawn, the mark tells: the oldest leader of a
 * session that carries it.
 */
export function findMain(table: ProcessTable, past: PastProcess, run: string): MainProcess | undefined {
  if (past.spawned !== undefined) return adoptedMain(past.spawned, past.spawned.startedAtMs)
  const mark = { run, id: past.order.id }
  const [oldest] = table
    .list()
    .filter((entry) => entry.alive && entry.pid === entry.session && carriesMark(table, entry.pid, mark))
    .filter((entry) => isProvable(table, entry.pid, past.order.uid))
    .toSorted((a, b) => a.startTime - b.startTime)
  return oldest === undefined ? undefined : adoptedMain(oldest, past.intendedAtMs)
}
