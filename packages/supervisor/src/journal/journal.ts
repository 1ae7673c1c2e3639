import path from 'node:path'
import { type JournalEntry, nowMs } from '@curfew/protocol'
import type { SupervisorEntry } from './entries.ts'
import { JournalFile } from './journal-file.ts'

/** Who is told of what happens to a journal. */
export interface JournalListener {
  complain(message: string): void
  /** An entry was written. */
  written?(entry: JournalEntry): void
}

/** The journal of one owner: `<runDirectory>/journal/<owner>.ndjson`. */
export class Journal {
  readonly #file: JournalFile
  readonly #listener: JournalListener

  constructor(runDirectory: string, owner: string, listener: JournalListener) {
    this.#listener = listener
    this.#file = new JournalFile(journalPath(runDirectory, owner), (message) => listener.complain(message))
  }

  /** Writes an entry of the supervisor, stamped with the time. */
  write(entry: SupervisorEntry): void {
    const { event, ...fields } = entry
    this.record({ event, timeMs: nowMs(), ...fields })
  }

  /** Writes an entry of the owner as it is. */
  record(entry: JournalEntry): void {
    this.#file.append(entry)
    this.#listener.written?.(entry)
  }

  close(): void {
    this.#file.close()
  }
}

/** Where the journal of an owner lies. */
export function journalPath(runDirectory: string, owner: string): string {
  return path.join(runDirectory, 'journal', `${owner.replaceAll(/[^\w.-]/g, '_')}.ndjson`)
}
