import path from 'node:path'
import { type JournalEntry, nowMs } from '@curfew/protocol'
import type { SupervisorEntry } from './entries.ts'
import { JournalFile } from './journal-file.ts'

/** The journal of one owner: `<runDirectory>/journal/<owner>.ndjson`. */
export class Journal {
  readonly #file: JournalFile

  constructor(runDirectory: string, owner: string, complain: (message: string) => void) {
    this.#file = new JournalFile(journalPath(runDirectory, owner), complain)
  }

  /** Writes an entry of the supervisor, stamped with the time. */
  write(entry: SupervisorEntry): void {
    const { event, ...fields } = entry
    this.#file.append({ event, timeMs: nowMs(), ...fields })
  }

  /** Writes an entry of the owner as it is. */
  record(entry: JournalEntry): void {
    this.#file.append(entry)
  }

  close(): void {
    this.#file.close()
  }
}

/** Where the journal of an owner lies. */
export function journalPath(runDirectory: string, owner: string): string {
  return path.join(runDirectory, 'journal', `${owner.replaceAll(/[^\w.-]/g, '_')}.ndjson`)
}
