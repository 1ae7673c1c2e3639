import type { ProcessEntry, ProcessTable } from '../system/process-entry.ts'
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
export function terminateTree(table: ProcessTable, tree: ProcessTree, signal: NodeJS.Signals): readonly ProcessEntry[] {
  const { receivers, passersOn, leaders } = plan(table, tree, signal)
  for (const member of receivers) sendSignal(member, signal)
  // A test may have paused one, which could not take the signal then; a SIGSTOP sent just now does not even show yet.
  for (const member of [...passersOn, ...receivers]) sendSignal(member, 'SIGCONT')
  return leaders
}

/** Who would have to end, of a tree that was sent these signals by somebody else. */
export function leadersOf(
  table: ProcessTable,
  tree: ProcessTree,
  signals: readonly NodeJS.Signals[],
): readonly ProcessEntry[] {
  return signals.flatMap((signal) => plan(table, tree, signal).leaders)
}

/**
 * Sends the signals again to those that have become another program since they were sent: the one before took them with it.
 * A shell catches what its parent did until it executes the command that it was forked for.
 */
export function terminateAnew(
  table: ProcessTable,
  leaders: readonly ProcessEntry[],
  signals: Iterable<NodeJS.Signals>,
): readonly ProcessEntry[] {
  return leaders.map((leader) => {
    const now = table.find(leader.pid)
    if (now?.startTime !== leader.startTime) return leader
    // What cannot be known, of a zombie or of who hides it, is no proof.
    if (now.program === undefined || leader.program === undefined || now.program === leader.program) return leader
    for (const signal of signals) sendSignal(now, signal)
    return now
  })
}

interface StopPlan {
  /** In the order of sending. */
  readonly receivers: readonly ProcessEntry[]
  /** Left out: they pass the signal on to what they run. */
  readonly passersOn: readonly ProcessEntry[]
  readonly leaders: readonly ProcessEntry[]
}

function plan(table: ProcessTable, tree: ProcessTree, signal: NodeJS.Signals): StopPlan {
  const members = tree.scan()
  const pids = new Set(members.map((member) => member.pid))
  const children = Map.groupBy(members, (member) => member.parent)
  const receivers: ProcessEntry[] = []
  const passersOn: ProcessEntry[] = []
  const leaders: ProcessEntry[] = []

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
    const list = passesOn ? passersOn : receivers
    list.push(member)
    // A shell only runs its trap once the command in the foreground is over; those in the background are the trap's affair.
    const told = handles && kind === 'shell' ? below.filter(({ pid }) => table.hasServiceInput(pid)) : below
    if (handles && kind !== 'shell') continue
    open.push(...told.map((child: ProcessEntry) => ({ member: child, leads: leads && kind !== undefined })))
  }
  return { receivers, passersOn, leaders }
}
