import { closeSync, constants, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs'
import type { OutputLine } from '@curfew/protocol'
import type { NativeCalls } from '../system/native.ts'
import { HeldBytes } from './held-bytes.ts'
import { withoutLinks } from './own-folder.ts'

const writeAndRead = constants.O_RDWR | constants.O_CREAT | withoutLinks
const appendAndRead = writeAndRead | constants.O_APPEND
const noteEnd = 'bytes were dropped here'
const notePattern = new RegExp(`^\\[curfew\\] (\\d+) ${noteEnd}[^\\n]*\\n`)
/** Longest note, in bytes. */
const maxNoteBytes = 200
/** A line that is longer is cut somewhere. */
const maxLineBytes = 64 * 1024
/** At most so much is read at once; the buffer is shared by all, since nobody keeps it. */
export const maxReadBytes: number = 256 * 1024
const buffer = Buffer.allocUnsafe(maxReadBytes)

/** Moves bytes from a pipe into a file, as {@link NativeCalls.movePipe} does. */
type MovePipe = NativeCalls['movePipe']

/** Bytes of output that follow each other in the file. */
interface Segment {
  /** Offset of its first byte. */
  readonly start: number
  /** Offset after its last byte. */
  end: number
  /** Where it begins in the file. */
  readonly position: number
}

/**
 * One raw log, `stdout.log` or `stderr.log`, from which all that is asked of an output is read.
 *
 * What the disk does not take is held in memory, to be written later. Its reader bounds that by {@link dropHeld}.
 *
 * Offsets count from the first byte of output that was ever written, so they stay true when the file is cut.
 */
export class RawLog {
  readonly stream: OutputLine['stream']
  readonly #path: string | undefined
  #fd: number
  /** In the order of their offsets; all but the last are followed by a gap: what was held there was dropped. */
  #segments: Segment[] = [{ start: 0, end: 0, position: 0 }]
  readonly #held = new HeldBytes()
  /** The end of what was dropped last, where it is not in the file. */
  before: Buffer = Buffer.alloc(0)
  /** Whether the system moves bytes from a pipe into this file. */
  #canMove = true
  /** Why the last write failed, until one succeeds. */
  #failure: string | undefined
  readonly #complain: (message: string) => void

  /**
   * @param path absent where no file can be made, which was reported: all is held in memory
   * @param isShared whether somebody else writes the file
   */
  constructor(
    stream: OutputLine['stream'],
    path: string | undefined,
    isShared: boolean,
    complain: (message: string) => void,
  ) {
    this.stream = stream
    this.#path = path
    this.#complain = complain
    // The system moves nothing from a pipe into a file that is opened to append.
    this.#fd = path === undefined ? -1 : openSync(path, isShared ? appendAndRead : writeAndRead, 0o600)
    if (path !== undefined) this.#findNote()
  }

  /** Offset of the first byte of output that can be read. */
  get start(): number {
    return this.readableFrom(0)
  }

  /** Offset after the last byte of output. */
  get end(): number {
    return this.#held.size > 0 ? this.#held.end : this.#last.end
  }

  /** Bytes of output that are in the file. */
  get size(): number {
    return this.#segments.reduce((sum, { start, end }) => sum + end - start, 0)
  }

  /** Bytes of output that the file did not take yet. */
  get heldBytes(): number {
    return this.#held.size
  }

  /** Bytes of output that are neither in the file nor held. */
  get droppedBytes(): number {
    return this.end - this.size - this.#held.size
  }

  /** Bytes of output that are not in the file. */
  get missingBytes(): number {
    return this.end - this.size
  }

  get #last(): Segment {
    const last = this.#segments.at(-1)
    if (last === undefined) throw new Error('a log has a segment at all times')
    return last
  }

  /** Where the file ends, as far as it is known. */
  get #fileEnd(): number {
    const { start, end, position } = this.#last
    return position + end - start
  }

  /** Adds what came through a pipe. What a full disk does not take is held, which is reported once. */
  append(bytes: Buffer): void {
    if (this.#held.size === 0) {
      const count = this.#write(bytes)
      if (count < bytes.length) this.#held.add(this.#last.end, bytes.subarray(count))
      return
    }
    this.#held.add(this.#held.end, bytes)
    this.#writeHeld()
  }

  /**
   * Takes some of what is in a pipe, and returns how many bytes; 0 when it is empty.
   *
   * Where the system can, they go from the pipe to the file at once: a reader that is killed loses nothing, and takes nothing twice.
   */
  takeFrom(pipe: number, move: MovePipe | undefined): number {
    if (this.#canMove && this.#held.size === 0 && this.#fd >= 0 && move !== undefined) {
      const moved = move(pipe, this.#fd, this.#fileEnd, maxReadBytes)
      if (typeof moved === 'number') {
        this.#last.end += moved
        this.#failure = undefined
        return moved
      }
      if (moved === 'empty') return 0
      if (moved === 'unsupported') this.#canMove = false
    }
    const bytes = readPipe(pipe)
    if (bytes.length > 0) this.append(bytes)
    return bytes.length
  }

  /** Looks how far somebody else has written; returns whether anything is new. */
  look(): boolean {
    const { size } = fstatSync(this.#fd)
    const known = this.#fileEnd
    if (size === known) return false
    // The process opened /dev/stdout or /dev/stderr anew, which empties a file.
    if (size < known) this.#segments = [{ start: this.end, end: this.end, position: 0 }]
    this.#last.end += size - this.#fileEnd
    return true
  }

  /** Somebody else writes the file from now on: what is held has no place in it any more. */
  share(): void {
    const { end } = this
    this.#held.dropBefore(end)
    if (this.#path !== undefined) {
      closeSync(this.#fd)
      this.#fd = openSync(this.#path, appendAndRead, 0o600)
    }
    if (end > this.#last.end) this.#segments.push({ start: end, end, position: this.#fileEnd })
  }

  /** The first offset from there on that can be read, or the end. */
  readableFrom(offset: number): number {
    const segment = this.#segments.find(({ end }) => end > offset)
    if (segment !== undefined) return Math.max(offset, segment.start)
    return Math.max(offset, this.#held.size > 0 ? this.#held.start : this.#last.end)
  }

  /** Reads from an offset, at most so much; nothing where that was dropped. Valid until the next read of any log. */
  read(offset: number, maxBytes: number): Buffer {
    if (this.#held.size > 0 && offset >= this.#held.start) return this.#held.read(offset, maxBytes)
    const segment = this.#segments.findLast(({ start }) => start <= offset)
    const length = segment === undefined ? 0 : Math.min(maxBytes, buffer.length, segment.end - offset)
    if (segment === undefined || length <= 0 || this.#fd < 0) return buffer.subarray(0, 0)
    const count = readSync(this.#fd, buffer, 0, length, segment.position + offset - segment.start)
    return buffer.subarray(0, count)
  }

  /** The last bytes, at most so many, as far back as nothing is missing among them. */
  tail(maxBytes: number): Buffer {
    const { end } = this
    const { start, end: fileEnd } = this.#last
    const isWhole = this.#held.size === 0 || this.#held.start === fileEnd
    const pieces: Buffer[] = []
    for (let offset = Math.max(end - maxBytes, isWhole ? start : this.#held.start); offset < end;) {
      const bytes = Buffer.from(this.read(offset, end - offset))
      if (bytes.length === 0) break // the file was removed
      pieces.push(bytes)
      offset += bytes.length
    }
    return Buffer.concat(pieces)
  }

  /** Where the first line begins in the last bytes, so many: who has read up to there loses nothing when what is before is dropped. */
  lineNearEnd(lastBytes: number): number {
    if (this.end - this.start <= lastBytes) return this.start
    const from = this.readableFrom(this.end - lastBytes)
    return from + this.read(from, Math.min(lastBytes, maxLineBytes)).indexOf('\n') + 1
  }

  /**
   * Drops what is before an offset, and notes in the file how much was dropped in all. Where somebody else writes too, the rest is
   * kept in memory alone: in the file it would come after what is written meanwhile.
   */
  cut(offset: number, reason: string, isShared: boolean): void {
    const end = this.tail(this.end - offset)
    const tail = isShared ? end.subarray(end.length) : end
    if (isShared) this.before = end
    const start = this.end - tail.length
    ftruncateSync(this.#fd, 0)
    this.#held.dropBefore(this.end)
    this.#segments = []
    const position = this.#writeNote(start, 0, reason)
    this.#segments.push({ start, end: start, position })
    this.append(tail)
  }

  /** Drops what is held before an offset. */
  dropHeld(offset: number): void {
    this.#held.dropBefore(offset)
  }

  /** Writes what is held, if there is room by now. */
  #writeHeld(): void {
    if (this.#fd < 0) return
    const { start, size } = this.#held
    if (start > this.#last.end) {
      const noteBytes = this.#writeNote(start, this.#fileEnd, this.#failure ?? 'the disk was full')
      if (noteBytes === 0) return
      this.#segments.push({ start, end: start, position: this.#fileEnd + noteBytes })
    }
    this.#held.dropBefore(start + this.#write(this.#held.read(start, size)))
  }

  /** Notes at the end of the file, which is at `position`, what is missing before an offset; returns the length of the note. */
  #writeNote(offset: number, position: number, reason: string): number {
    const text = `[curfew] ${offset - this.size} ${noteEnd}: ${reason}\n`
    // What is before it may be a line that does not go on.
    const note = position === 0 ? text : `\n${text}`
    let written = 0
    try {
      written = writeSync(this.#fd, note, position)
    } catch {
      // The disk is full: the next write says so.
    }
    if (written === Buffer.byteLength(note)) return written
    if (written > 0) ftruncateSync(this.#fd, position)
    return 0
  }

  /** Appends to the file; returns how much of it fitted. */
  #write(bytes: Buffer): number {
    if (this.#fd < 0) return 0
    const position = this.#fileEnd
    let at = 0
    try {
      while (at < bytes.length) at += writeSync(this.#fd, bytes, at, bytes.length - at, position + at)
      this.#failure = undefined
    } catch (error) {
      const { message } = error as Error
      if (this.#failure === undefined) this.#complain(`${this.stream}.log cannot be written: ${message}`)
      this.#failure = message
    }
    this.#last.end += at
    return at
  }

  /** What another reader dropped before this one. */
  #findNote(): void {
    const head = Buffer.alloc(maxNoteBytes)
    const count = readSync(this.#fd, head, 0, head.length, 0)
    const [note, dropped] = notePattern.exec(head.toString('latin1', 0, count)) ?? []
    if (note === undefined) return
    const start = Number(dropped)
    this.#segments = [{ start, end: start, position: note.length }]
  }

  /** Takes what is in the file for output that was read before: of a service that somebody else followed. */
  resume(): void {
    this.#last.end = this.#last.start + fstatSync(this.#fd).size - this.#last.position
  }

  /** Takes what is in the file for that of a process before, in the same folder, which had a reader of its own. */
  beginAfter(): void {
    if (this.#fd >= 0) this.#segments = [{ start: 0, end: 0, position: fstatSync(this.#fd).size }]
  }

  close(): void {
    if (this.#fd >= 0) closeSync(this.#fd)
    this.#fd = -1
  }

  /** Opens a closed file again, to be read only; one that was removed reads as empty. */
  reopen(): void {
    if (this.#fd >= 0 || this.#path === undefined) return
    try {
      this.#fd = openSync(this.#path, constants.O_RDONLY | withoutLinks)
    } catch {
      this.#fd = -1
    }
  }
}

/** What is in a pipe that was opened without blocking. */
function readPipe(pipe: number): Buffer {
  try {
    return buffer.subarray(0, readSync(pipe, buffer))
  } catch {
    return buffer.subarray(0, 0) // EAGAIN: there is nothing
  }
}
