import { readFile } from 'node:fs/promises'
import { journalFault } from './check-entry.ts'
import type { KnownJournalEntry } from './schema.ts'

/** What a journal says, and what of it could not be read. */
export interface JournalReading {
  readonly entries: readonly KnownJournalEntry[]
  /** Whether the last line was cut off, as a crash of its writer leaves it. The line is not among the entries. */
  readonly torn: boolean
  /** Lines that are no entries of this version, each with why; they are left out. */
  readonly faults: readonly JournalFault[]
}

/** One line that could not be read. */
export interface JournalFault {
  /** From 1. */
  readonly line: number
  readonly reason: string
}

/**
 * Reads one journal (`<run>/journal/<owner>.ndjson`), also while it is written or after its writer was killed.
 *
 * @throws what the system says when the file cannot be read at all (`ENOENT` …)
 */
export async function readJournal(path: string): Promise<JournalReading> {
  return parseJournal(await readFile(path, 'utf8'))
}

/** {@link readJournal} of a text. */
export function parseJournal(text: string): JournalReading {
  const lines = text.split('\n')
  // What follows the last line end is not written to its end, even where it happens to be JSON already.
  const last = lines.pop() ?? ''
  const entries: KnownJournalEntry[] = []
  const faults: JournalFault[] = []
  for (const [index, line] of lines.entries()) {
    // A writer that takes over ends a torn line before its first entry; where nothing was torn, that line is empty.
    if (line === '') continue
    const entry = parse(line)
    const reason = entry === undefined ? 'not JSON: a torn line' : journalFault(entry)
    if (reason === undefined) entries.push(entry as KnownJournalEntry)
    else faults.push({ line: index + 1, reason })
  }
  return { entries, torn: last !== '', faults }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
