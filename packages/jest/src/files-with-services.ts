import { readJournal } from '@curfew/protocol/journal'
import { readdir } from 'node:fs/promises'
import path from 'node:path'

/** The test files that have started a service in a run, by its journals: relative to the roots of their projects. */
export async function filesWithServices(runDirectory: string): Promise<Set<string>> {
  const directory = path.join(runDirectory, 'journal')
  const names = await readdir(directory).catch(() => []) // no worker ever connected
  const journals = await Promise.allSettled(names.map(async (name) => readJournal(path.join(directory, name))))
  const files = new Set<string>()
  for (const journal of journals) {
    if (journal.status === 'rejected') continue // not ours to read
    for (const entry of journal.value.entries) {
      if (entry.event === 'scope-opened' && entry.file !== null) files.add(entry.file)
    }
  }
  return files
}
