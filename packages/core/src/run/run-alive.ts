import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isProcessAlive, ownerState, type RunOwner } from './run-owner.ts'
import { readRun } from '@curfew/protocol/journal'

/** A run that cannot be told alive or dead is taken for alive until its folder was left alone for so long. */
const unknownKeepMs = 7 * 24 * 60 * 60 * 1000

/**
 * Whether a run may still be alive: its root process lives, or one of its workers, or one of the services in its journal
 * (kept on failure, or not yet stopped by the supervisor). Its journal is then still needed.
 */
export async function mayBeAlive(runDirectory: string, nowMs: number): Promise<boolean> {
  const state = await rootState(runDirectory)
  if (state === 'alive') return true
  if (state === 'unknown') return nowMs - (await stat(runDirectory)).mtimeMs < unknownKeepMs
  const { owners, processes, unordered } = await readRun(runDirectory, { only: ['journal', 'spawn-intent', 'spawned'] })
  const spawned = [...processes.values()].flatMap((process) => process.spawned ?? [])
  const recorded = [...owners, ...spawned, ...unordered.values()]
  return recorded.some(({ pid, startTime }) => isProcessAlive(pid, startTime))
}

async function rootState(runDirectory: string): Promise<'alive' | 'dead' | 'unknown'> {
  try {
    return ownerState(JSON.parse(await readFile(join(runDirectory, 'run.ndjson'), 'utf8')) as RunOwner)
  } catch {
    // Without a readable run.ndjson the run was interrupted at its beginning, or is beginning just now: its age tells.
    return 'unknown'
  }
}
