import { type ProcessInfo, delay, monotonicMs } from '@curfew/protocol'
import type { ProcessEntry, ProcessTable } from '../system/process-entry.ts'
import type { ProcessTree } from './process-tree.ts'
import { sendSignal } from './send-signal.ts'

/** How often new forks are looked for before the kill; each round stops all that it found, so few are ever needed. */
const maxFreezeRounds = 20
/** Looks in one turn while something forks and exits faster than it is found. */
const looksPerTurn = 20
/** Between looks that have to do without proof, growing with each. */
const lookAgainMs = 2

/** How a tree is killed. */
export interface KillFacts {
  readonly killTimeoutMs: number
  /** Called with what lives, before it is killed. */
  readonly found?: (members: readonly ProcessEntry[]) => void
}

/**
 * Kills a tree until it is proved to be empty: stops every member first, so that none forks meanwhile, then kills them and
 * the process groups that they were in: a group is signalled at once, its newest fork with it.
 *
 * Resolves with what still lives after `killTimeoutMs` (a process in an uninterruptible sleep, or of another user).
 */
export async function killTree(
  table: ProcessTable,
  tree: ProcessTree,
  { killTimeoutMs, found }: KillFacts,
): Promise<readonly ProcessInfo[]> {
  const deadlineMs = monotonicMs() + killTimeoutMs
  for (let emptyLooks = 0; ;) {
    const members = freeze(tree)
    if (members.length === 0) {
      if (tree.isProvedGone()) return []
      emptyLooks += 1
      if (emptyLooks >= tree.looksWithoutProof) return []
      if (monotonicMs() >= deadlineMs)
        return [{ pid: tree.main.pid, command: '[forks and exits faster than it is found]' }]
      killGroups(tree.groups)
      if (Number.isFinite(tree.looksWithoutProof)) await delay(emptyLooks * lookAgainMs)
      else if (emptyLooks % looksPerTurn === 0) await delay(1)
      continue
    }
    emptyLooks = 0
    found?.(members)
    for (const member of members) sendSignal(member, 'SIGKILL')
    killGroups(tree.groups)
    const left = await waitUntilDead(tree, members, deadlineMs)
    if (left.length > 0) return left.map((member) => table.describe(member.pid))
    if (monotonicMs() >= deadlineMs) return tree.scan().map((member) => table.describe(member.pid))
  }
}

function killGroups(groups: Iterable<number>): void {
  for (const group of groups) {
    try {
      process.kill(-group, 'SIGKILL')
    } catch (error) {
      // EPERM: its members are of another user. ESRCH: it has none.
      const { code } = error as NodeJS.ErrnoException
      if (code !== 'ESRCH' && code !== 'EPERM') throw error
    }
  }
}

function freeze(tree: ProcessTree): readonly ProcessEntry[] {
  if (process.platform === 'win32') return tree.scan()
  const frozen = new Set<number>()
  for (let round = 0; ; round++) {
    const members = tree.scan()
    const fresh = members.filter((member) => !frozen.has(member.pid))
    if (fresh.length === 0 || round === maxFreezeRounds) return members
    for (const member of fresh) {
      sendSignal(member, 'SIGSTOP')
      frozen.add(member.pid)
    }
  }
}

async function waitUntilDead(
  tree: ProcessTree,
  members: readonly ProcessEntry[],
  deadlineMs: number,
): Promise<readonly ProcessEntry[]> {
  let left = members
  for (let waitMs = 1; ; waitMs = Math.min(waitMs * 2, 20)) {
    left = left.filter((member) => tree.isAlive(member))
    if (left.length === 0 || monotonicMs() >= deadlineMs) return left
    await delay(waitMs)
  }
}
