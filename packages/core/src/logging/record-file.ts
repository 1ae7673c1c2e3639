import { open, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'

/** Name of the file of records in the folder of a service instance. */
export const recordFileName = 'records.ndjson'

/** Lines handed to the file in one write: bounds the memory of a burst, and is far past where larger writes gain anything. */
const linesPerWrite = 2048

/** What a {@link RecordFile} is opened with. */
export interface RecordFileOptions {
  /** The folder; asked for with the first line, in the background. */
  readonly directory: () => string
  /** Called once, with the error that ended the writing. */
  readonly onFailure: (error: unknown) => void
}

/**
 * Appends lines to a file in the background: one write at a time, what comes meanwhile goes with the next one.
 *
 * Guarantee: no call throws or rejects, whatever the disk does; after the first failure nothing more is written. It needs
 * no timers and no exit hooks, so fake timers do not reach it. Every write holds whole lines and appends, so that
 * the supervisor may write to the same file.
 */
export class RecordFile {
  readonly #options: RecordFileOptions
  #pending: string[] = []
  #writing: Promise<void> | undefined
  #handle: FileHandle | undefined
  #failed = false

  constructor(options: RecordFileOptions) {
    this.#options = options
  }

  /** Adds a line (with its line end); `false` when it is lost because an earlier write failed. */
  append(line: string): boolean {
    if (this.#failed) return false
    this.#pending.push(line)
    this.#writing ??= this.#write()
    return true
  }

  /** Resolves when every line added so far is in the file, or lost with a failure. */
  async flush(): Promise<void> {
    while (this.#writing !== undefined) await this.#writing
  }

  /** Flushes and closes the file. */
  async close(): Promise<void> {
    await this.flush()
    const handle = this.#handle
    this.#handle = undefined
    if (handle === undefined) return
    try {
      // Writing to a removed file succeeds; only its link count tells that nobody will ever read it.
      const removed = (await handle.stat()).nlink === 0
      await handle.close()
      if (removed) throw new Error('it was removed while it was written')
    } catch (error) {
      this.#fail(error)
    }
  }

  async #write(): Promise<void> {
    // Waits for the end of the present job, so that lines logged together are written together.
    await Promise.resolve()
    try {
      while (this.#pending.length > 0) {
        const lines = this.#pending
        this.#pending = []
        this.#handle ??= await open(join(this.#options.directory(), recordFileName), 'a', 0o600)
        for (let from = 0; from < lines.length; from += linesPerWrite) {
          await this.#handle.appendFile(lines.slice(from, from + linesPerWrite).join(''))
        }
      }
    } catch (error) {
      this.#fail(error)
    }
    this.#writing = undefined
  }

  #fail(error: unknown): void {
    this.#pending = []
    if (this.#failed) return
    this.#failed = true
    this.#options.onFailure(error)
  }
}
