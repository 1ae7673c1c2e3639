import { applyEntry, newOwner, type OwnerDraft, type RunDraft } from './apply-entry.ts'
import { journalFault } from './check-entry.ts'
import type { JournalFault } from './read-journal.ts'
import type { Run, RunOwner } from './run.ts'
import type { JournalEvent, KnownJournalEntry } from './schema.ts'

/** How a run is folded. */
export interface RunFoldOptions {
  /** Events that matter; lines of others are not even parsed. @default all */
  readonly only?: readonly JournalEvent[] | undefined
}

/**
 * Folds the journals of a run into one {@link Run}, entry by entry, also while they are written.
 *
 * Guarantee: any prefix of a journal folds. A torn line, an event or a header of a newer version, and what is said of an id
 * that no entry before has introduced are left out. Ids are unique in the run, so it does not matter how lines of different
 * journals interleave; only `sweep.ndjson`, which is about services of the other files, comes after those.
 */
export class RunFold {
  readonly #only: RegExp | undefined
  readonly #draft: RunDraft = {
    owners: [],
    scopes: new Map(),
    services: new Map(),
    processes: new Map(),
    resources: new Map(),
    leases: new Map(),
    sharedLeases: new Map(),
    unordered: new Map(),
    lateNeeds: [],
    warnings: [],
    lostEntries: 0,
  }

  constructor({ only }: RunFoldOptions = {}) {
    // The event is the first field of every entry that we write.
    this.#only = only === undefined ? undefined : new RegExp(`^\\{"event":"(?:${only.join('|')})"`)
  }

  /** The run so far; the same object is brought up to date by what comes. */
  get run(): Run {
    const draft = this.#draft
    return Object.assign(draft, { name: draft.owners[0]?.run })
  }

  /** Begins a journal: a file, whose entries belong to the owner that the last header in it names. */
  journal(): JournalFold {
    return new JournalFold(this.#draft, this.#only)
  }
}

/** Takes the entries of one journal. */
export class JournalFold {
  /** Lines that are no entries of this version, each with why. */
  readonly faults: JournalFault[] = []
  readonly #draft: RunDraft
  readonly #only: RegExp | undefined
  #owner: OwnerDraft | undefined
  #lines = 0
  #rest = ''

  constructor(draft: RunDraft, only: RegExp | undefined) {
    this.#draft = draft
    this.#only = only
  }

  /** The owner that the last header names. */
  get owner(): RunOwner | undefined {
    return this.#owner
  }

  /** Takes text as it comes; a line without its end waits for that. */
  write(text: string): void {
    const lines = `${this.#rest}${text}`.split('\n')
    this.#rest = lines.pop() ?? ''
    for (const line of lines) this.line(line)
  }

  /** Takes one whole line. */
  line(line: string): void {
    this.#lines += 1
    // A writer that takes over ends a torn line before its first entry; where nothing was torn, that line is empty.
    if (line === '' || this.#only?.test(line) === false) return
    const value = parse(line)
    const reason = value === undefined ? 'not JSON: a torn line' : journalFault(value)
    if (reason === undefined) this.take(value as KnownJournalEntry)
    else this.faults.push({ line: this.#lines, reason })
  }

  /** Takes one entry. */
  take(entry: KnownJournalEntry): void {
    if (entry.event === 'journal') {
      const [before, owner] = [this.#owner, newOwner(entry)]
      this.#owner = owner
      this.#draft.owners.push(owner)
      // They are the run's: another supervisor goes on with them.
      if (before === undefined) return
      for (const lease of this.#draft.sharedLeases.values()) if (lease.owner === before) lease.owner = owner
      return
    }
    applyEntry<typeof entry.event>(entry, this.#draft, this.#owner)
  }
}

/** Folds entries of one journal. */
export function fold(entries: Iterable<KnownJournalEntry>): Run {
  const folded = new RunFold()
  const journal = folded.journal()
  for (const entry of entries) journal.take(entry)
  return folded.run
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
