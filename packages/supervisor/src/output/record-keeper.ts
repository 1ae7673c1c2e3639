import { nowMs } from '@curfew/protocol'
import { Cursor, type ReadOutput } from './cursor.ts'
import type { RecordsFile } from './records-file.ts'

/** Of a talkative service so much has records: what it wrote first, and what it wrote last. The raw logs have it all. */
const firstBytes = 4 * 1024 * 1024
const lastBytes = 1024 * 1024
/** Lines of so many bytes are made records at a time: 3 ms. */
const bytesPerStep = 64 * 1024

/**
 * Makes records of output, a little at a time, whenever nothing else is to be done.
 *
 * A record costs ten times what its line does. So a flood is not followed to its end: that costs a fifth of a second, however
 * much is written.
 */
export class RecordKeeper {
  readonly #output: ReadOutput
  readonly #file: RecordsFile
  readonly #cursor: Cursor
  readonly #firstBytes: number
  readonly #lastBytes: number
  #isAtLast = false
  #isClosed = false

  constructor(output: ReadOutput, file: RecordsFile, maxLogBytes: number) {
    this.#output = output
    this.#file = file
    this.#cursor = new Cursor(output)
    this.#firstBytes = Math.min(firstBytes, maxLogBytes / 2)
    this.#lastBytes = Math.min(lastBytes, maxLogBytes / 4)
  }

  /** Whether all is recorded that ever will be. */
  get isClosed(): boolean {
    return this.#isClosed
  }

  /** Makes some more records; `false` when there is nothing to do now. */
  step(): boolean {
    if (this.#isClosed) return false
    if (this.#cursor.readBytes >= this.#firstBytes && !this.#isAtLast) {
      if (!this.#output.isFinished) return false
      this.#skipToLast()
    }
    const read = this.#cursor.next(bytesPerStep)
    if (read !== undefined) {
      const { stream, timeMs, lines } = read
      // A record has the first piece of a long line.
      for (const { text, continues } of lines) if (continues !== true) this.#file.add({ stream, text, timeMs })
      this.#file.flush()
      return true
    }
    if (this.#output.isFinished) this.#close()
    return false
  }

  #skipToLast(): void {
    this.#isAtLast = true
    this.#cursor.skipToEnd(this.#lastBytes)
    const { skippedBytes } = this.#cursor
    if (skippedBytes > 0) this.#file.addNote(nowMs(), `${skippedBytes} bytes of output have no records`)
  }

  #close(): void {
    this.#isClosed = true
    this.#file.flush()
    this.#file.close()
  }
}
