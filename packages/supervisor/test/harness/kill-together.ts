import { expect } from 'vitest'
import { identify } from '../../src/system/process-table.ts'

/** Kills processes, none of which sees another one die: all of them are stopped first. Resolves when they are gone. */
export async function killTogether(...pids: readonly number[]): Promise<void> {
  for (const signal of ['SIGSTOP', 'SIGKILL'] as const) for (const pid of pids) process.kill(pid, signal)
  await expect.poll(() => pids.flatMap((pid) => identify(pid) ?? []), { interval: 2 }).toEqual([])
}
