import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isProcessAlive, ownerState, type RunOwner } from './run-owner.ts'
import { parseJournal } from '@curfew/protocol/journal'

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
  for (const text of await journalsOf(runDirectory)) {
    const living = new Map<string, { pid: number; startTime: number }>()
    for (const entry of parseJournal(text).entries) {
      if (entry.event === 'journal') living.set('owner', entry)
      else if (entry.event === 'spawned') living.set(`service ${entry.id}`, entry)
    }
    for (const { pid, startTime } of living.values()) if (isProcessAlive(pid, startTime)) return true
  }
  return false
}

async function rootState(runDirectory: string): Promise<'alive' | 'dead' | 'unknown'> {
  try {
    return ownerState(JSON.parse(await readFile(join(runDirectory, 'run.ndjson'), 'utf8')) as RunOwner)
  } catch {
    // Without a readable run.ndjson the run was interrupted at its beginning, or is beginning just now: its age tells.
    return 'unknown'
  }
}

async function journalsOf(runDirectory: string): Promise<readonly string[]> {
  const folder = join(runDirectory, 'journal')
  let names: readonly string[]
  try {
    names = await readdir(folder)
  } catch {
    // A run without processes has no journal.
    return []
  }
  return Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
}
