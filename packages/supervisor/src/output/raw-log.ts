import { closeSync, constants, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs'
import type { OutputLine } from '@curfew/core/process-port'
import { withoutLinks } from './own-folder.ts'

const appendAndRead = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | withoutLinks
const noteEnd = 'bytes were dropped here'
const notePattern = new RegExp(`^\\[curfew\\] (\\d+) ${noteEnd}[^\\n]*\\n`)
/** Longest note, in bytes. */
const maxNoteBytes = 200
/** At most so much is read at once; the buffer is shared by all, since nobody keeps it. */
export const maxReadBytes: number = 256 * 1024
const buffer = Buffer.allocUnsafe(maxReadBytes)

/**
 * One raw log file, `stdout.log` or `stderr.log`, which is all that is held of an output: whatever is asked of it later is read there.
 *
 * Offsets count from the first byte of output that was ever written, so they stay true when the file is cut.
 */
export class RawLog {
  readonly stream: OutputLine['stream']
  readonly path: string
  #fd: number
  /** Offset of the first byte of output that is in the file now, after our note. */
  start = 0
  /** Offset after the last byte of output that is in the file. */
  end = 0
  #noteBytes = 0
  /** Bytes of output that are in the file no more, or never were. */
  droppedBytes = 0
  /** The end of what was dropped last, where it is not in the file. */
  before: Buffer = Buffer.alloc(0)
  /** Why the last write failed, until one succeeds. */
  #failure: string | undefined
  readonly #complain: (message: string) => void

  constructor(stream: OutputLine['stream'], path: string, complain: (message: string) => void) {
    this.stream = stream
    this.path = path
    this.#complain = complain
    this.#fd = openSync(path, appendAndRead, 0o600)
    this.#findNote()
  }

  /** Bytes of output that are in the file. */
  get size(): number {
    return this.end - this.start
  }

  /** Adds what came through a pipe; a disk that is full costs the output, and is told once. */
  append(bytes: Buffer): void {
    try {
      for (let at = 0; at < bytes.length;) {
        const count = writeSync(this.#fd, bytes, at)
        at += count
        this.end += count
      }
      this.#failure = undefined
    } catch (error) {
      this.droppedBytes += bytes.length
      const { message } = error as Error
      if (this.#failure === undefined) this.#complain(`${this.stream}.log cannot be written: ${message}`)
      this.#failure = message
    }
  }

  /** Looks how far the process itself has written; tells whether anything is new. */
  look(): boolean {
    const size = fstatSync(this.#fd).size
    const known = this.size + this.#noteBytes
    if (size === known) return false
    if (size < known) {
      // The process opened /dev/stdout or /dev/stderr anew, which empties a file.
      this.droppedBytes += this.size
      this.start = this.end
      this.#noteBytes = 0
    }
    this.end = this.start + size - this.#noteBytes
    return true
  }

  /** Reads from an offset that is in the file, at most so much; valid until the next read of any log. */
  read(offset: number, maxBytes: number): Buffer {
    const length = Math.min(maxBytes, buffer.length, this.end - offset)
    if (length <= 0 || this.#fd < 0) return buffer.subarray(0, 0)
    const count = readSync(this.#fd, buffer, 0, length, offset - this.start + this.#noteBytes)
    return buffer.subarray(0, count)
  }

  /**
   * Drops all but the end of what is in the file, from the begin of a line on, and notes how much was dropped in all. Where
   * somebody else writes too, the end is kept in memory alone: in the file it would come after what is written meanwhile.
   */
  cut(maxBytes: number, keepBytes: number, isShared: boolean): void {
    const kept = Buffer.from(this.read(this.end - Math.min(keepBytes, this.size), keepBytes))
    const end = kept.subarray(kept.indexOf('\n') + 1)
    const tail = isShared ? end.subarray(end.length) : end
    if (isShared) this.before = end
    const start = this.end - tail.length
    ftruncateSync(this.#fd, 0)
    this.droppedBytes += start - this.start
    this.start = start
    this.end = start
    const note = `[curfew] ${this.droppedBytes} ${noteEnd}: past maxLogBytes (${maxBytes})\n`
    try {
      this.#noteBytes = writeSync(this.#fd, note)
    } catch {
      this.#noteBytes = 0 // the disk is full: the next write says so
    }
    this.append(tail)
  }

  /** What another reader dropped before this one. */
  #findNote(): void {
    const head = Buffer.alloc(maxNoteBytes)
    const count = readSync(this.#fd, head, 0, head.length, 0)
    const [note, dropped] = notePattern.exec(head.toString('latin1', 0, count)) ?? []
    if (note === undefined) return
    this.#noteBytes = note.length
    this.droppedBytes = Number(dropped)
    this.start = this.droppedBytes
    this.end = this.start
  }

  /** Takes what is in the file for output that was read before: of a service that somebody else followed. */
  resume(): void {
    this.end = this.start + fstatSync(this.#fd).size - this.#noteBytes
  }

  /** Takes what is in the file for that of a process before, in the same folder, which had a reader of its own. */
  beginAfter(): void {
    this.#noteBytes = fstatSync(this.#fd).size
    this.droppedBytes = 0
    this.start = 0
    this.end = 0
  }

  close(): void {
    if (this.#fd >= 0) closeSync(this.#fd)
    this.#fd = -1
  }

  /** Opens a closed file again, to be read only; one that was removed reads as empty. */
  reopen(): void {
    if (this.#fd >= 0) return
    try {
      this.#fd = openSync(this.path, constants.O_RDONLY | withoutLinks)
    } catch {
      this.#fd = -1
    }
  }
}
