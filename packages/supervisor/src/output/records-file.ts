import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs'
import path from 'node:path'
import type { OutputLine } from '@curfew/core/process-port'
import { toRecord, type RecordFacts } from './record.ts'

/** `records.ndjson` of one service: never throws, because a full disk must not stop the reading of output. */
export class RecordsFile {
  readonly #facts: RecordFacts
  readonly #maxBytes: number
  readonly #complain: (message: string) => void
  #fd: number | undefined
  #bytes = 0
  #batch: string[] = []
  #failed = false

  constructor(directory: string, facts: RecordFacts, maxBytes: number, complain: (message: string) => void) {
    this.#facts = facts
    this.#maxBytes = maxBytes
    this.#complain = complain
    this.#try(() => {
      this.#fd = openSync(path.join(directory, 'records.ndjson'), 'a', 0o600)
    })
  }

  /** Adds the record of a line to the batch. */
  add(line: OutputLine): void {
    this.#batch.push(toRecord(line, this.#facts))
  }

  /** Writes the batch. */
  flush(): void {
    if (this.#batch.length === 0) return
    const text = this.#batch.join('')
    this.#batch = []
    this.#try(() => {
      const fd = this.#fd
      if (fd === undefined) return
      if (this.#bytes > this.#maxBytes) this.#truncate(fd)
      this.#bytes += writeSync(fd, text)
    })
  }

  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd)
    this.#fd = undefined
  }

  #truncate(fd: number): void {
    ftruncateSync(fd, 0)
    const msg = `${this.#bytes} bytes of records were dropped here: past maxLogBytes (${this.#maxBytes})`
    this.#bytes = 0
    writeSync(fd, `${JSON.stringify({ level: 40, time: Date.now(), ...this.#facts.fields, msg })}\n`)
  }

  #try(write: () => void): void {
    try {
      write()
      this.#failed = false
    } catch (error) {
      // Told once for each time that writing stops working.
      if (!this.#failed) this.#complain(`records cannot be written: ${(error as Error).message}`)
      this.#failed = true
    }
  }
}
