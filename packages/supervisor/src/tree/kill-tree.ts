import type { ProcessInfo } from '@curfew/core/process-port'
import { delay, nowMs } from '../clock.ts'
import type { ProcessEntry, ProcessTable } from '../system/process-entry.ts'
import type { ProcessTree } from './process-tree.ts'
import { sendSignal } from './send-signal.ts'

/** How often new forks are looked for before the kill; each round stops all that it found, so few are ever needed. */
const maxFreezeRounds = 20

/**
 * Kills a tree until it is empty: stops every member first, so that none forks meanwhile, then kills them all.
 *
 * Resolves with what still lives after `killTimeoutMs` (a process in an uninterruptible sleep, or of another user).
 */
export async function killTree(
  table: ProcessTable,
  tree: ProcessTree,
  killTimeoutMs: number,
): Promise<readonly ProcessInfo[]> {
  const deadlineMs = nowMs() + killTimeoutMs
  for (;;) {
    const members = freeze(tree)
    if (members.length === 0) return []
    for (const member of members) sendSignal(member, 'SIGKILL')
    const left = await waitUntilDead(tree, members, deadlineMs)
    if (left.length > 0) return left.map((member) => table.describe(member.pid))
    if (nowMs() >= deadlineMs) return tree.scan().map((member) => table.describe(member.pid))
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
    if (left.length === 0 || nowMs() >= deadlineMs) return left
    await delay(waitMs)
  }
}
