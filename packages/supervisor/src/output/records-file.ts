import { closeSync, ftruncateSync, openSync, readFileSync, readSync, statSync, writeSync } from 'node:fs'
import path from 'node:path'
import { outputRecord, type OutputLine, type ProcessLogOrder } from '@curfew/core/process-port'

/** What every record of one process has in common. */
export interface RecordFacts {
  readonly fields: ProcessLogOrder['fields']
  readonly pid: number
}

const chunk = Buffer.allocUnsafe(1024 * 1024)

/**
 * `records.ndjson` of one service: never throws, because a full disk must not stop the reading of output.
 *
 * The scope of the service writes its own records to the same file. Past the limit only those of output are dropped.
 */
export class RecordsFile {
  readonly #file: string
  readonly #facts: RecordFacts
  readonly #maxBytes: number
  readonly #complain: (message: string) => void
  /** How every record of output ends, and no other one; as Latin-1, like what it is compared with. */
  readonly #endings: readonly string[]
  #fd: number | undefined
  #bytes = 0
  #dropped = 0
  #batch: string[] = []
  #failed = false
  /** Lines of each stream that are read a second time, and are in the file already. */
  readonly #recorded: Record<OutputLine['stream'], number> = { stdout: 0, stderr: 0 }

  constructor(directory: string, facts: RecordFacts, maxBytes: number, complain: (message: string) => void) {
    this.#file = path.join(directory, 'records.ndjson')
    this.#facts = facts
    this.#maxBytes = maxBytes
    this.#complain = complain
    this.#endings = (['stdout', 'stderr'] as const).map((stream) =>
      Buffer.from(JSON.stringify({ stream, ...facts.fields, pid: facts.pid }).slice(1)).toString('latin1'),
    )
    this.#try(() => {
      this.#fd = openSync(this.#file, 'a+', 0o600)
    })
  }

  /** Goes on after a writer that was killed: the output is read again from its beginning. */
  resume(): void {
    this.#try(() => {
      if (!statSync(this.#file).isFile()) return
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
  add(line: OutputLine): void {
    if (this.#recorded[line.stream] > 0) {
      this.#recorded[line.stream] -= 1
      return
    }
    this.#batch.push(outputRecord(this.#facts, line))
  }

  /** Writes the batch. */
  flush(): void {
    if (this.#batch.length === 0) return
    const text = this.#batch.join('')
    this.#batch = []
    this.#try(() => {
      const fd = this.#fd
      if (fd === undefined) return
      if (this.#bytes > this.#maxBytes) this.#drop(fd)
      this.#bytes += writeSync(fd, text)
    })
  }

  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd)
    this.#fd = undefined
  }

  /** Drops the records of output. What the scope writes between the last read and the truncation, microseconds, is lost. */
  #drop(fd: number): void {
    const kept: string[] = []
    let rest = ''
    for (let at = 0, count = 1; count > 0; at += count) {
      count = readSync(fd, chunk, 0, chunk.length, at)
      // Latin-1 keeps every byte as it is, whatever is cut in two between two reads.
      const lines = (rest + chunk.toString('latin1', 0, count)).split('\n')
      rest = lines.pop() ?? ''
      kept.push(...lines.filter((line) => !this.#isOfOutput(line)))
    }
    ftruncateSync(fd, 0)
    this.#dropped += this.#bytes
    this.#bytes = 0
    const msg = `${this.#dropped} bytes of output were dropped here: past maxLogBytes (${this.#maxBytes})`
    const note = JSON.stringify({ level: 40, time: Date.now(), ...this.#facts.fields, msg })
    const earlier = kept.filter((line) => !line.includes('bytes of output were dropped here'))
    writeSync(fd, Buffer.from([...earlier, Buffer.from(note).toString('latin1'), rest].join('\n'), 'latin1'))
  }

  #isOfOutput(line: string): boolean {
    return this.#endings.some((ending) => line.endsWith(ending))
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

/** The stream whose line a record is of; `undefined` for what no line of output made. */
function streamOf(record: string): OutputLine['stream'] | undefined {
  try {
    const { stream } = JSON.parse(record) as { readonly stream?: unknown }
    return stream === 'stdout' || stream === 'stderr' ? stream : undefined
  } catch {
    return undefined // a line that an earlier writer tore
  }
}
