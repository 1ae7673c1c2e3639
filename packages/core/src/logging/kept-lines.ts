import { parseRecord, recordText } from '@curfew/protocol'
import type { KeptLine } from './service-log.ts'

/** Longest line kept in memory, in characters: failure texts show less than that. */
const maxKeptLength = 8 * 1024

/** The last lines of one service, for the text of a failure. Records are made readable only when somebody asks. */
export class KeptLines {
  readonly #limit: number
  #lines: KeptLine[] = []

  constructor(limit: number) {
    this.#limit = limit
  }

  add(line: KeptLine): void {
    if (this.#limit === 0) return
    this.#lines.push(
      line.text.length > maxKeptLength ? { ...line, text: readable(line).slice(0, maxKeptLength) } : line,
    )
    if (this.#lines.length >= this.#limit * 2) this.#lines = this.#lines.slice(-this.#limit)
  }

  last(count: number): readonly KeptLine[] {
    const wanted = Math.min(count, this.#limit)
    return wanted <= 0 ? [] : this.#lines.slice(-wanted).map((line) => ({ ...line, text: readable(line) }))
  }
}

function readable(line: KeptLine): string {
  const record = line.stream === 'log' ? parseRecord(line.text) : undefined
  return record === undefined ? line.text : recordText(record)
}
