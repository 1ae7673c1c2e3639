import type { ProcessEntry, ProcessIdentity, ProcessTable } from '../system/process-entry.ts'
import type { ProcessTree } from './process-tree.ts'
import { sendSignal } from './send-signal.ts'
import { wrapperKind } from './wrappers.ts'

/**
 * Sends the graceful signal to a tree, to nobody twice, and tells which processes have to end before the rest is killed:
 * the main process and, where it is a wrapper, the real servers below it.
 *
 * Who catches the signal handles it for its children (`SIGTERM` twice would end a server that only waits for the first
 * with `once`). Who does not would die without telling them, so they are told by us. A package manager passes the signal
 * on to a shell that dies of it, so it is left out, and ends when what it runs has ended.
 */
export function terminateTree(
  table: ProcessTable,
  tree: ProcessTree,
  signal: NodeJS.Signals,
): readonly ProcessIdentity[] {
  const members = tree.scan()
  const pids = new Set(members.map((member) => member.pid))
  const children = Map.groupBy(members, (member) => member.parent)
  const leaders: ProcessIdentity[] = []

  // An explicit stack: parents are signalled before their children, so that a shell does not go on to its next command.
  const open = members
    .filter((member) => !pids.has(member.parent))
    .map((member) => ({ member, leads: member.pid === tree.main.pid }))
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    const { member, leads } = next
    const below = children.get(member.pid) ?? []
    const kind = below.length > 0 ? wrapperKind(table.describe(member.pid).command) : undefined
    const passesOn = kind === 'launcher'
    const handles = !passesOn && table.disposition(member.pid, signal) === 'caught'
    if (leads && (kind === undefined || handles)) leaders.push(member)
    if (!passesOn) sendSignal(member, signal)
    // A test may have paused it; it could not take the signal otherwise.
    if (member.stopped) sendSignal(member, 'SIGCONT')
    if (handles) continue
    open.push(...below.map((child: ProcessEntry) => ({ member: child, leads: leads && kind !== undefined })))
  }
  return leaders
}
