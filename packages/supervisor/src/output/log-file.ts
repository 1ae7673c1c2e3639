import { closeSync, constants, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs'
import type { OutputLine } from '@curfew/core/process-port'
import { withoutLinks } from './own-folder.ts'

const appendAndRead = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | withoutLinks
const notePrefix = '[curfew] '
const chunk = Buffer.allocUnsafe(256 * 1024)

/**
 * One raw log file that a process appends to, read by us and cut by us when it is too big.
 *
 * Offsets count from the first byte that was ever written, so they stay true when the file is truncated.
 */
export class LogFile {
  readonly stream: OutputLine['stream']
  readonly path: string
  #fd: number
  /** Next byte to read, as a position in the file. */
  #position = 0
  #noteBytes = 0
  /** Offset of the first byte that is in the file now. */
  #start = 0
  /** Bytes of the process's output that are in the file no more. */
  droppedBytes = 0

  constructor(stream: OutputLine['stream'], path: string) {
    this.stream = stream
    this.path = path
    // Appending, like the process does: a note then never overwrites its output.
    this.#fd = openSync(path, appendAndRead, 0o600)
  }

  /** Where reading stands. */
  get offset(): number {
    return this.#start + this.#position
  }

  size(): number {
    return fstatSync(this.#fd).size
  }

  /** Reads what comes next; the buffer is only valid until the next read of any file. Empty at the end of the file. */
  read(): Buffer {
    const count = readSync(this.#fd, chunk, 0, chunk.length, this.#position)
    this.#position += count
    return chunk.subarray(0, count)
  }

  /** Reads again from an offset on, at most up to another one; what was dropped is skipped. */
  readAgain(offset: number, end: number): { readonly bytes: Buffer; readonly nextOffset: number } {
    const from = Math.max(offset, this.#start)
    const length = Math.min(chunk.length, end - from)
    if (length <= 0) return { bytes: chunk.subarray(0, 0), nextOffset: end }
    const count = readSync(this.#fd, chunk, 0, length, from - this.#start)
    return { bytes: chunk.subarray(0, count), nextOffset: count === 0 ? end : from + count }
  }

  /** Whether the file is past its limit, and is to be cut: once all is read, or when reading cannot keep up at all. */
  isTooBig(maxBytes: number): boolean {
    const size = this.size()
    if (size - this.#noteBytes <= maxBytes) return false
    return this.#position >= size || size > 2 * maxBytes + this.#noteBytes
  }

  /** Empties the file and notes in it how much was dropped in all. */
  truncate(maxBytes: number): void {
    const size = this.size()
    ftruncateSync(this.#fd, 0)
    this.#start += size
    this.droppedBytes += size - this.#noteBytes
    this.#position = 0
    const note = `${notePrefix}${this.droppedBytes} bytes were dropped here: past maxLogBytes (${maxBytes})\n`
    this.#noteBytes = writeSync(this.#fd, note)
  }

  /** Whether a line is a note of ours, which is no output of the process. */
  isNote(text: string): boolean {
    return this.#noteBytes > 0 && text.startsWith(notePrefix) && text.includes('bytes were dropped here')
  }

  close(): void {
    closeSync(this.#fd)
    this.#fd = -1
  }

  /** Opens a closed file again, to replay it. */
  reopen(): void {
    if (this.#fd < 0) this.#fd = openSync(this.path, 'r')
  }
}
