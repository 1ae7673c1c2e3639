import { closeSync, fstatSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs'
import path from 'node:path'

/**
 * An append-only file of JSON lines that never throws.
 *
 * A folder that cannot be written or a full disk is told once through `complain`; entries lost meanwhile are counted, and
 * the count is written as soon as writing works again. A line torn by an earlier writer is ended before the first entry.
 */
export class JournalFile {
  readonly #file: string
  readonly #complain: (message: string) => void
  #fd: number | undefined
  #torn = false
  #lost = 0

  constructor(file: string, complain: (message: string) => void) {
    this.#file = file
    this.#complain = complain
  }

  append(entry: object): void {
    try {
      this.#fd ??= this.#open()
      if (this.#lost > 0) this.#write(this.#fd, { event: 'entries-lost', timeMs: Date.now(), count: this.#lost })
      this.#lost = 0
      this.#write(this.#fd, entry)
    } catch (error) {
      if (this.#lost === 0) this.#complain(`journal ${this.#file} cannot be written: ${(error as Error).message}`)
      this.#lost += 1
    }
  }

  close(): void {
    if (this.#fd === undefined) return
    closeSync(this.#fd)
    this.#fd = undefined
  }

  #open(): number {
    mkdirSync(path.dirname(this.#file), { recursive: true, mode: 0o700 })
    const fd = openSync(this.#file, 'a+', 0o600)
    const { size } = fstatSync(fd)
    const last = Buffer.alloc(1)
    this.#torn = size > 0 && readSync(fd, last, 0, 1, size - 1) === 1 && last[0] !== 0x0a
    return fd
  }

  #write(fd: number, entry: object): void {
    const line = Buffer.from(`${this.#torn ? '\n' : ''}${JSON.stringify(entry)}\n`)
    const written = writeSync(fd, line)
    this.#torn = written < line.length
    if (this.#torn) throw new Error(`only ${written} of ${line.length} bytes could be written`)
  }
}
