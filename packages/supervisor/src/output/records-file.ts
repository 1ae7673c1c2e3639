import { closeSync, openSync, readFileSync, statSync, writeSync } from 'node:fs'
import path from 'node:path'
import { outputRecord, type OutputLine, type ProcessLogOrder } from '@curfew/protocol'

/** What every record of one process has in common. */
export interface RecordFacts {
  readonly fields: ProcessLogOrder['fields']
  readonly pid: number
}

/**
 * `records.ndjson` of one service: never throws, because a full disk must not stop the reading of output.
 *
 * The scope of the service writes its own records to the same file.
 */
export class RecordsFile {
  readonly #file: string | undefined
  readonly #facts: RecordFacts
  readonly #complain: (message: string) => void
  #fd: number | undefined
  #batch: string[] = []
  #failed = false
  /** Lines of each stream that are read a second time, and are in the file already. */
  readonly #recorded: Record<OutputLine['stream'], number> = { stdout: 0, stderr: 0 }

  /** @param directory absent where there is none, which was reported */
  constructor(directory: string | undefined, facts: RecordFacts, complain: (message: string) => void) {
    const file = directory === undefined ? undefined : path.join(directory, 'records.ndjson')
    this.#file = file
    this.#facts = facts
    this.#complain = complain
    this.#try(() => {
      if (file !== undefined) this.#fd = openSync(file, 'a', 0o600)
    })
  }

  /** Goes on after a writer that was killed: the output is read again from its beginning. */
  resume(): void {
    this.#try(() => {
      if (this.#file === undefined || !statSync(this.#file).isFile()) return
      const lines = readFileSync(this.#file, 'utf8').split('\n')
      // What the writer did not write to its end is recorded again; the line end keeps the two apart.
      if (lines.pop() !== '') this.#batch.push('\n')
      for (const line of lines) {
        const stream = streamOf(line)
        if (stream !== undefined) this.#recorded[stream] += 1
      }
    })
  }

  /** Adds the record of a line to the batch. */
  add(line: Pick<OutputLine, 'stream' | 'text' | 'timeMs'>): void {
    if (this.#recorded[line.stream] > 0) {
      this.#recorded[line.stream] -= 1
      return
    }
    this.#batch.push(outputRecord(this.#facts, line))
  }

  /** Adds a record of ours: that some of the output has none. */
  addNote(timeMs: number, msg: string): void {
    this.#batch.push(`${JSON.stringify({ level: 40, time: timeMs, ...this.#facts.fields, msg })}\n`)
  }

  /** Writes the batch. */
  flush(): void {
    if (this.#batch.length === 0) return
    const text = this.#batch.join('')
    this.#batch = []
    this.#try(() => {
      if (this.#fd !== undefined) writeSync(this.#fd, text)
    })
  }

  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd)
    this.#fd = undefined
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

function streamOf(record: string): OutputLine['stream'] | undefined {
  if (!record.includes('"stream":"std')) return undefined
  try {
    const { stream } = JSON.parse(record) as { readonly stream?: unknown }
    return stream === 'stdout' || stream === 'stderr' ? stream : undefined
  } catch {
    return undefined // a line that an earlier writer tore
  }
}
