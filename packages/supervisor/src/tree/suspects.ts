import type { ProcessInfo } from '@curfew/protocol'
import type { ProcessIdentity, ProcessTable } from '../system/process-entry.ts'
import type { Containment } from './containment.ts'
import { shown } from '../system/process-table.ts'
import { carriesAnyMark } from './mark.ts'

/** What suspects are looked for with. */
export interface SuspectFacts {
  readonly containment: Containment
  readonly cwd: string
  readonly owner: number | undefined
  readonly excluded: ReadonlySet<number>
}

/**
 * Processes that may stem from a tree that is gone, and cannot be proved ours: born after its main process, orphaned, of
 * the same user, without any mark, and in its working directory. They are named, never killed.
 *
 * Where the kernel contains what we spawn, only our own orphans can be.
 */
export function findSuspects(table: ProcessTable, main: ProcessIdentity, facts: SuspectFacts): readonly ProcessInfo[] {
  // Without /proc every look would start a program; there the tree is only what groups and descent tell.
  if (process.platform !== 'linux') return []
  // Every daemon is in the root folder: being there says nothing.
  if (facts.cwd === '/') return []
  const { containment } = facts
  const cwd = shown(facts.cwd)
  const orphans =
    containment.kind === 'none' ? table.list().filter(({ parent }) => parent === 1) : containment.orphans(table)
  return orphans
    .filter(
      (entry) =>
        entry.alive &&
        entry.startTime >= main.startTime &&
        !facts.excluded.has(entry.pid) &&
        table.owner(entry.pid) === facts.owner &&
        !carriesAnyMark(table, entry.pid),
    )
    .map((entry) => table.describe(entry.pid))
    .filter((info) => info.cwd === cwd)
}
